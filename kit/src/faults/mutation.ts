/** Guarantees that can be switched off, each to show that a test notices. */
export const MUTATIONS = [
  /** Rows are applied without the guard: the last one written stays. */
  'no-newest-wins',
  /** Views are published without the expected sequence, batches without a look at the lease. */
  'no-fence',
  /** Messages are acknowledged before their rows are written. */
  'ack-before-write',
  /** Business events are written to the archive after the save, instead of in the same document write. */
  'events-outside-document',
  /** The cache takes what was received, before the majority has it. */
  'cache-fed-by-publishes',
  /** Published events are not copied to the archive. */
  'no-archive',
] as const;

export type Mutation = (typeof MUTATIONS)[number];

/**
 * Reads `WELLSPRING_MUTATION`. Pure.
 * @returns undefined when none is asked for, and always with `NODE_ENV=production`
 * @throws Error when there is no such mutation
 */
export function readMutation(env: Readonly<Record<string, string | undefined>>): Mutation | undefined {
  const { WELLSPRING_MUTATION: asked = '', NODE_ENV } = env;
  if (asked === '' || NODE_ENV === 'production') return undefined;
  const known = MUTATIONS.find((mutation) => mutation === asked);
  if (known === undefined)
    throw new Error(`WELLSPRING_MUTATION: expected one of ${MUTATIONS.join(', ')}; got "${asked}".`);
  return known;
}

let active = readMutation(process.env);

/** Whether a guarantee is switched off in this process. */
export const mutated = (mutation: Mutation): boolean => active === mutation;

/** Runs `work` with a guarantee switched off in this process, or with none; for tests. Not to be nested. */
export async function withMutation<T>(mutation: Mutation | undefined, work: () => Promise<T>): Promise<T> {
  const before = active;
  active = readMutation({ ...process.env, WELLSPRING_MUTATION: mutation });
  try {
    return await work();
  } finally {
    active = before;
  }
}
