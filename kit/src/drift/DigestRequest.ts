import { WellspringError } from '../errors/WellspringError.ts';

/** What a consumer asks the owner of a view it copies (PROTOCOL.md, "Drift"). */
export type DigestRequest =
  | { readonly op: 'buckets'; readonly fields: readonly string[]; readonly after: string | null }
  | ({ readonly op: 'rows'; readonly fields: readonly string[] } & (IdRange | { readonly ids: readonly string[] }))
  /** Each an id and the revision that the consumer has, 0 and 0 where it has none. */
  | { readonly op: 'touch'; readonly rows: readonly (readonly [string, number, number])[] };

/** Ids above `after`, up to and with `upTo`; null is open. */
export interface IdRange {
  readonly after: string | null;
  readonly upTo: string | null;
}

/** A range of live entities: from the one before it, up to and with `upTo`; null is the last. */
export interface Bucket {
  readonly upTo: string | null;
  readonly count: number;
  readonly digest: string;
}

/** One entity as the owner has it. `dirty`: not everything of it is published yet. */
export type OwnerRow =
  | { id: string; epoch: number; rev: number; digest: string; dirty?: true }
  | { id: string; epoch: number; rev: number; gone: true; dirty?: true }
  | { id: string; unknown: true }
  | { id: string; error: string };

/** What became of a touch. `unpublished`: the owner never told the revision that the consumer has. `busy`: it changes just now. */
export type TouchOutcome = 'touched' | 'busy' | 'unpublished';

/** At most this many ids or touches a request. */
export const DIGEST_LIMIT = 200;

/** @throws WellspringError BAD_INPUT when the payload is no such request */
export function parseDigestRequest(payload: Uint8Array): DigestRequest {
  let request: Record<string, unknown> = {};
  try {
    request = (JSON.parse(Buffer.from(payload).toString('utf8')) ?? {}) as Record<string, unknown>;
  } catch {
    // Nothing fits it below.
  }
  const { op, fields, after, upTo, ids, rows } = request;
  const hasFields = isListOf(fields, isText) && fields.length > 0;
  if (op === 'buckets' && hasFields && isIdOrNull(after)) return request as never;
  if (op === 'rows' && hasFields && isListOf(ids, isText) && isWithinLimit(ids)) return request as never;
  if (op === 'rows' && hasFields && ids === undefined && isIdOrNull(after) && isIdOrNull(upTo)) return request as never;
  if (op === 'touch' && isListOf(rows, isRevisionOfId) && isWithinLimit(rows)) return request as never;
  throw new WellspringError(
    'BAD_INPUT',
    `Expected { op: "buckets", fields, after }, { op: "rows", fields, ids or after and upTo } or { op: "touch", rows }, with 1 to ${DIGEST_LIMIT} ids or rows.`,
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isIdOrNull = (value: unknown): boolean => value === null || isText(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isWithinLimit = (list: readonly unknown[]): boolean => list.length > 0 && list.length <= DIGEST_LIMIT;

function isListOf<T>(value: unknown, fits: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(fits);
}

function isRevisionOfId(value: unknown): value is [string, number, number] {
  return Array.isArray(value) && value.length === 3 && isText(value[0]) && isCount(value[1]) && isCount(value[2]);
}
