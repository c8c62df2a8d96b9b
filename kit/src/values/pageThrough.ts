import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Connection, type PageArguments, pageSize } from './Connection.ts';
import { decodeCursor, encodeCursor, type SortValue } from './cursor.ts';
import { keysetFilter, type ListSort } from './keysetFilter.ts';

/** Where {@link pageThrough} reads from: a model's documents, or a replica's rows. */
export interface PagedSource<Row> {
  /** Names the collection among all that this process reads. */
  readonly key: string;
  find(filter: object, order: ListSort, limit: number): Promise<Row[]>;
  count(filter: object): Promise<number>;
}

/** Which rows, and in which order. */
export interface PagedList {
  /** What any of them matches; no row may match two. Each is read for itself, over its index, and the rows are merged. */
  readonly filters: readonly object[];
  /** A total order: no two rows are alike in all these fields, dotted where nested, and each row holds them all. */
  readonly order: Readonly<Record<string, 1 | -1>>;
  /** Whether it is remembered where a page ended, so that the next read of it can be bounded. Default true. */
  readonly remember?: boolean;
}

/**
 * A page of a list as a Relay connection, read by keyset: a page costs the same wherever it is.
 * @throws WellspringError BAD_INPUT when `first` is not 1 to 100 or `after` is no cursor of this list
 */
export async function pageThrough<Row extends object>(
  source: PagedSource<Row>,
  { filters, order, remember = true }: PagedList,
  page: PageArguments,
): Promise<Connection<Row>> {
  const size = pageSize(page);
  const fields = Object.keys(order);
  const name = fields.map((field) => `${order[field] === 1 ? '' : '-'}${field}`).join(',');
  const after = page.after ?? null;
  const cursor = after === null ? undefined : decodeCursor(name, fields.length, after);

  const wanted = size + 1; // one more tells whether there is a next page
  const reach = new Reach(`${source.key} ${name} ${digest([filters, after, wanted])}`, order);
  const read = async (end: SortValue | undefined): Promise<Row[]> => {
    const range = reach.range(cursor?.[0], end);
    const start = cursor === undefined ? {} : keysetFilter(order, cursor);
    const lists = await Promise.all(filters.map((each) => source.find(allOf(range, start, each), order, wanted)));
    return lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort(inOrder(order)).slice(0, wanted);
  };
  let rows = !remember || reach.end === undefined ? [] : await read(reach.end);
  if (rows.length < wanted) rows = await read(undefined);
  if (remember) reach.remember(rows.at(wanted - 1));

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
      const counts = await Promise.all(filters.map((each) => source.count(each)));
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
export function inOrder(order: ListSort): (a: object, b: object) => number {
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

  constructor(key: string, order: ListSort) {
    const [field = '_id', direction = 1] = Object.entries(order)[0] ?? [];
    this.#key = key;
    this.#field = field;
    this.#direction = direction;
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
  remember(last: object | undefined): void {
    if (last === undefined) reaches.delete(this.#key);
    else reaches.set(this.#key, sortValue(last, this.#field));
  }
}

function sortValue(row: object, field: string): SortValue {
  const value = valueAt(row, field);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date)
    return value;
  throw new TypeError(
    `Expected every document of a list to hold "${field}", by which it is sorted; "${(row as { _id?: unknown })._id}" does not.`,
  );
}

/** What a row holds in a field, dotted where nested. */
export function valueAt(row: object, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | null | undefined)?.[part], row);
}
