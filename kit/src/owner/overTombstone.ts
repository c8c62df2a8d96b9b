import type { mongo } from 'mongoose';
import { refused } from './stamp.ts';

type Doc = mongo.Document;
type Update = mongo.UpdateFilter<Doc> | Doc[];

/**
 * The stamped update of an upsert, for a tombstone in place of no document: it makes it live and sets what an insertion would have set,
 * the values that the filter demands included.
 * @throws WellspringError GOLDEN_WRITE_REFUSED where both the filter and an operator set a field
 */
export function overTombstone(update: Update, filter: Doc): Update {
  const demanded = equalities(filter);
  if (Array.isArray(update)) {
    const fields = Object.fromEntries(Object.entries(demanded).map(([path, value]) => [path, { $literal: value }]));
    return [{ $set: { ...fields, '_stamp.live': true } }, ...update];
  }
  const { $setOnInsert, $set, ...rest } = update as Record<string, Doc>;
  for (const [operator, fields] of Object.entries(rest)) {
    const both = Object.keys(fields).find((path) => path in demanded);
    if (both !== undefined)
      throw refused(`an upsert over a deleted entity with "${both}" in the filter and in ${operator}: read first.`);
  }
  return { ...rest, $set: { ...demanded, ...$setOnInsert, ...$set, '_stamp.live': true } } as Update;
}

/** https://www.mongodb.com/docs/manual/reference/method/db.collection.updateOne/: an upsert takes equality clauses of its filter. */
function equalities(filter: Doc): Doc {
  const found: Doc = {};
  for (const [path, value] of Object.entries(filter)) {
    if (path === '$and') Object.assign(found, ...(value as Doc[]).map(equalities));
    if (path.startsWith('$') || path === '_id' || path.startsWith('_stamp')) continue;
    const operators =
      value !== null && typeof value === 'object' ? Object.keys(value).filter((key) => key.startsWith('$')) : [];
    if (value instanceof RegExp) continue;
    if (operators.length === 0) found[path] = value;
    else if (operators.includes('$eq')) found[path] = value.$eq;
  }
  return found;
}
