import { OperationFailed } from '../client/OperationFailed.ts';
import { requireData } from '../client/sendOperation.ts';

/**
 * How many a connection holds, as its unit says.
 * @param field with its arguments: `products(first: 1, includeRetired: true)`
 * @throws OperationFailed UNREACHABLE when it is not told
 */
export async function countOf(url: string, field: string, actor?: string): Promise<number> {
  const query = `query Count { ${field} { totalCount } }`;
  const operation = { query, ...(actor === undefined ? {} : { actor }) };
  const data = await requireData<Record<string, { totalCount: number | null } | null>>(url, operation);
  const total = data[field.split('(')[0] ?? '']?.totalCount;
  if (typeof total !== 'number')
    throw new OperationFailed('UNREACHABLE', `${url} does not tell how many ${field} it has.`, url);
  return total;
}

/** @throws Error when the platform holds fewer than were loaded */
export function assertHeld(what: string, got: number, expected: number): void {
  if (got < expected)
    throw new Error(`Expected the platform to hold at least ${expected} ${what} after loading; it tells of ${got}.`);
}
