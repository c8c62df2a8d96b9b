/** What is asked of a key. */
export interface KeyTimes {
  readonly _id: string;
  /** From then on tokens are signed with it, until the next one's time. */
  readonly signsFrom: Date;
}

/** Times in ms. */
export interface KeyRules {
  /** How long a key signs. */
  readonly lifetime: number;
  /** How long a key is published before it signs: longer than those who verify wait between two looks. */
  readonly ahead: number;
  /** How long tokens last, with what clocks may differ: so long a key stays that signs no more. */
  readonly tokenLifetime: number;
}

/** The key that tokens are signed with at that time; undefined: there is none. */
export function signingKey<K extends KeyTimes>(keys: readonly K[], now: Date): K | undefined {
  return keys
    .filter(({ signsFrom }) => signsFrom <= now)
    .sort((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime() || (a._id < b._id ? -1 : 1))
    .at(-1);
}

/** Which key is to be made, and which may go. */
export function decideKeys(
  keys: readonly KeyTimes[],
  now: Date,
  { lifetime, ahead, tokenLifetime }: KeyRules,
): { readonly create: { readonly signsFrom: Date } | null; readonly remove: readonly string[] } {
  const current = signingKey(keys, now);
  if (current === undefined) return { create: { signsFrom: now }, remove: [] };
  const hasNext = keys.some(({ signsFrom }) => signsFrom > now);
  const until = current.signsFrom.getTime() + lifetime;
  const due = !hasNext && until - ahead <= now.getTime();
  const past = keys.filter(({ _id, signsFrom }) => _id !== current._id && signsFrom <= now);
  // One that signed before the current one did so until the current one's time, at the latest.
  const settled = current.signsFrom.getTime() + tokenLifetime <= now.getTime();
  return {
    create: due ? { signsFrom: new Date(Math.max(until, now.getTime() + ahead)) } : null,
    remove: settled ? past.map(({ _id }) => _id) : [],
  };
}
