/** Who asks: a member, somebody of the staff, the relay and the ask handler resolving a view, a reaction to an event, or a job. */
export type Actor =
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'staff'; readonly name: string }
  | { readonly kind: 'replication' }
  | { readonly kind: 'reaction'; readonly unit: string; readonly event: string }
  | { readonly kind: 'schedule'; readonly unit: string; readonly job: string };

/** The request header that carries the acting member in development: `<memberId>` or `staff:<name>`. */
export const ACTOR_HEADER = 'x-wellspring-actor';

/** Whether a text can be a member's id. */
export const isMemberId = (text: string): boolean => /^(?!staff:)[\w.:-]{1,128}$/.test(text);

/** Whether a text can be the name of staff. */
export const isStaffName = (text: string): boolean => /^[\w.-]{1,64}$/.test(text);

/**
 * Reads the development header.
 * @returns null when there is none or when it is malformed: a malformed identity is nobody
 */
export function parseActor(header: string | undefined): Actor | null {
  if (header === undefined) return null;
  const name = header.startsWith('staff:') ? header.slice('staff:'.length) : undefined;
  if (name !== undefined) return isStaffName(name) ? { kind: 'staff', name } : null;
  return isMemberId(header) ? { kind: 'member', memberId: header } : null;
}
