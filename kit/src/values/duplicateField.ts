/** MongoDB's code for a write that a unique index refused. */
const DUPLICATE_KEY = 11_000;

/**
 * The first field of the unique index that refused a write: `handle`, or `_id` for an id that exists.
 * @returns undefined when the error is anything else
 */
export function duplicateField(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== DUPLICATE_KEY) return undefined;
  const pattern = 'keyPattern' in error ? error.keyPattern : undefined;
  return typeof pattern === 'object' && pattern !== null ? Object.keys(pattern).at(0) : undefined;
}
