import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { QueryFilter } from 'mongoose';
import type { EntityModel } from '../owner/EntityModel.ts';
import type { EntityDocument } from '../owner/entitySchema.ts';
import { type Connection, type PageArguments, pageSize } from './Connection.ts';
import { decodeCursor, encodeCursor, type SortValue } from './cursor.ts';
import { keysetFilter, type ListSort } from './keysetFilter.ts';

/** Which list {@link paginate} pages through. */
export interface List<Doc extends EntityDocument> {
  /** Several: what any of them matches, and no document may match two. Each is read for itself, over its index, and the rows are merged. */
  readonly filter?: QueryFilter<Doc> | readonly QueryFilter<Doc>[];
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
  const filters = [filter].flat() as object[];
  const after = page.after ?? null;
  const cursor = after === null ? undefined : decodeCursor(name, fields.length, after);

  const wanted = size + 1; // one more tells whether there is a next page
  const reach = new Reach(model, name, digest([filter, after, wanted]), fields[0] ?? '_id', order);
  const read = async (end: SortValue | undefined): Promise<Doc[]> => {
    const range = reach.range(cursor?.[0], end);
    const start = cursor === undefined ? {} : keysetFilter(order, cursor);
    const lists = await Promise.all(
      filters.map((each) => {
        const query = model.find(allOf(range, start, each) as QueryFilter<Doc>);
        return query.sort(order).limit(wanted).lean().exec() as Promise<Doc[]>;
      }),
    );
    return lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort(inOrder(order)).slice(0, wanted);
  };
  let rows = reach.end === undefined ? [] : await read(reach.end);
  if (rows.length < wanted) rows = await read(undefined);
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
    totalCount: async () => {
      const counts = await Promise.all(filters.map((each) => model.countDocuments(each as QueryFilter<Doc>).exec()));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** The filters as one; plainly where they speak of different fields, so that an index is found by the simplest planner. */
function allOf(...filters: readonly object[]): object {
  const said = filters.filter((filter) => Object.keys(filter).length > 0);
  const keys = said.flatMap((filter) => Object.keys(filter));
  return new Set(keys).size === keys.length ? Object.assign({}, ...said) : { $and: said };
}

/** Compares rows as the server sorts them, for the values that a list can be sorted by. */
function inOrder(order: ListSort): (a: EntityDocument, b: EntityDocument) => number {
  const fields = Object.entries(order);
  return (a, b) => {
    for (const [field, direction] of fields) {
      const [x, y] = [sortValue(a, field), sortValue(b, field)];
      if (x < y) return -direction;
      if (x > y) return direction;
    }
    return 0;
  };
}

/** Short, whatever is filtered by. */
function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
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

  /** Where the page ended the last time; undefined when nothing is remembered. */
  get end(): SortValue | undefined {
    return reaches.get(this.#key);
  }

  /** The leading sort field between the cursor and the end: what the keyset says too, in the form whose bounds any planner finds. */
  range(start: SortValue | undefined, end: SortValue | undefined): Record<string, object> {
    const [from, to] = this.#direction === 1 ? ['$gte', '$lte'] : ['$lte', '$gte'];
    const bounds = { ...(start === undefined ? {} : { [from]: start }), ...(end === undefined ? {} : { [to]: end }) };
    return Object.keys(bounds).length === 0 ? {} : { [this.#field]: bounds };
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
