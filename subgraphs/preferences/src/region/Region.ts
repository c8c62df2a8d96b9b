/** Where a member lives, as the copy of MemberLocation tells it. */
export interface Region {
  readonly city?: string | null;
  readonly region?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | null;
}
