import { WellspringError } from '../errors/WellspringError.ts';

/** A value that a list can be sorted by. */
export type SortValue = string | number | boolean | Date;

/**
 * The opaque cursor of a place in a sorted list: the sort it belongs to and the values of the row there.
 * @param sort names the list's order, so that a cursor of one list is refused by another
 */
export function encodeCursor(sort: string, values: readonly SortValue[]): string {
  const plain = values.map((value) => (value instanceof Date ? { at: value.toISOString() } : value));
  return Buffer.from(JSON.stringify([sort, ...plain])).toString('base64url');
}

/**
 * The values of a cursor that {@link encodeCursor} made for the same sort and number of values.
 * @throws WellspringError BAD_INPUT when it is anything else: values are only ever text, numbers, booleans and times
 */
export function decodeCursor(sort: string, count: number, cursor: string): SortValue[] {
  const [madeFor, ...values] = readArray(cursor);
  if (madeFor !== sort || values.length !== count) throw badCursor();
  return values.map(toSortValue);
}

function readArray(cursor: string): unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(content)) return content;
  } catch (error) {
    throw badCursor(error);
  }
  throw badCursor();
}

function toSortValue(value: unknown): SortValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'string') {
    const date = new Date(value.at);
    if (!Number.isNaN(date.getTime())) return date;
  }
  throw badCursor();
}

function badCursor(cause?: unknown): WellspringError {
  return new WellspringError('BAD_INPUT', 'Expected `after` to be a cursor that this list gave, got something else.', {
    details: { faults: [{ field: 'after', message: 'Expected a cursor that this list gave.' }] },
    cause,
  });
}
