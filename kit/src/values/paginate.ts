import { LRUCache } from 'lru-cache';
import type { QueryFilter } from 'mongoose';
import type { EntityModel } from '../owner/EntityModel.ts';
import type { EntityDocument } from '../owner/entitySchema.ts';
import { type Connection, type PageArguments, pageSize } from './Connection.ts';
import { decodeCursor, encodeCursor, type SortValue } from './cursor.ts';
import { keysetFilter, type ListSort } from './keysetFilter.ts';

/** Which list {@link paginate} pages through. */
export interface List<Doc extends EntityDocument> {
  readonly filter?: QueryFilter<Doc>;
  /** Fields that every document holds; `_id` is added as the last, so that the order is total. An index should serve it. */
  readonly sort: Readonly<Partial<Record<keyof Doc & string, 1 | -1>>>;
}

/**
 * A page of plain documents as a Relay connection, read by keyset: a page costs the same wherever it is.
 * @throws WellspringError BAD_INPUT when `first` is not 1 to 100 or `after` is no cursor of this list
 */
export async function paginate<Doc extends EntityDocument>(
  model: EntityModel<Doc>,
  { filter = {}, sort }: List<Doc>,
  page: PageArguments,
): Promise<Connection<Doc>> {
  const size = pageSize(page);
  const order = totalOrder(sort as ListSort);
  const fields = Object.keys(order);
  const name = fields.map((field) => `${order[field] === 1 ? '' : '-'}${field}`).join(',');
  const after = page.after ?? null;
  const start = after === null ? {} : keysetFilter(order, decodeCursor(name, fields.length, after));

  const wanted = size + 1; // one more tells whether there is a next page
  const read = async (bound: object): Promise<Doc[]> =>
    (await model
      .find({ ...bound, ...merged(filter, start) } as QueryFilter<Doc>)
      .sort(order)
      .limit(wanted)
      .lean()
      .exec()) as Doc[];
  const reach = new Reach(model, name, JSON.stringify([filter, after, wanted]), fields[0] ?? '_id', order);
  let rows = reach.bound === undefined ? [] : await read(reach.bound);
  if (rows.length < wanted) rows = await read({});
  reach.remember(rows.at(wanted - 1));

  const edges = rows.slice(0, size).map((node) => ({
    node,
    cursor: encodeCursor(
      name,
      fields.map((field) => sortValue(node, field)),
    ),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: after !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: () => model.countDocuments(filter).exec(),
  };
}

/** Both filters as one; plainly where they speak of different fields, so that an index is found by the simplest planner. */
function merged(filter: object, start: object): object {
  if (Object.keys(start).length === 0) return filter;
  return Object.keys(filter).length === 0 ? start : { $and: [filter, start] };
}

/** How far down each list the last read of a page went; forgotten freely. */
const reaches = new LRUCache<string, SortValue>({ max: 1_000 });

/**
 * Remembers the sort value at which a page ended the last time. Rows from there on are a superset of the page's rows, so a
 * read with that bound is right whenever it finds enough of them, and a server that sorts in memory need not read the whole list.
 */
class Reach {
  readonly #key: string;
  readonly #field: string;
  readonly #direction: 1 | -1;

  constructor(
    model: { db: { id: number }; modelName: string },
    list: string,
    page: string,
    field: string,
    order: ListSort,
  ) {
    this.#key = `${model.db.id} ${model.modelName} ${list} ${page}`;
    this.#field = field;
    this.#direction = order[field] ?? 1;
  }

  /** A filter on the leading sort field; undefined when nothing is remembered. */
  get bound(): Record<string, object> | undefined {
    const value = reaches.get(this.#key);
    return value === undefined ? undefined : { [this.#field]: { [this.#direction === 1 ? '$lte' : '$gte']: value } };
  }

  /** @param last the page's last row, when the page was full */
  remember(last: EntityDocument | undefined): void {
    if (last === undefined) reaches.delete(this.#key);
    else reaches.set(this.#key, sortValue(last, this.#field));
  }
}

/** The order with `_id` last, running the way of the field before it, so that one index serves it both ways. */
function totalOrder(sort: ListSort): Record<string, 1 | -1> {
  return { ...sort, _id: Object.values(sort).at(-1) ?? 1 };
}

function sortValue(doc: EntityDocument, field: string): SortValue {
  const value = (doc as unknown as Record<string, unknown>)[field];
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date)
    return value;
  throw new TypeError(
    `Expected every document of a list to hold "${field}", by which it is sorted; "${doc._id}" does not.`,
  );
}
