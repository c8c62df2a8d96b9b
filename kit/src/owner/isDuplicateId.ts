import type { mongo } from 'mongoose';

/** https://www.mongodb.com/docs/manual/reference/error-codes/ */
export const DUPLICATE_KEY = 11_000;

/** Whether the database refused a second document with one `_id`, not with another unique value. */
export function isDuplicateId(error: unknown): boolean {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: mongo.Document };
  return code === DUPLICATE_KEY && keyPattern !== undefined && '_id' in keyPattern;
}
