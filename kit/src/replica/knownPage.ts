import { type Connection, type PageArguments, pageSize } from '../values/Connection.ts';
import { inOrder, pageThrough, valueAt } from '../values/pageThrough.ts';
import type { KnownBeginning } from './ReplicaReader.ts';

type Row = Readonly<Record<string, unknown>>;

/** A list of rows: what they all hold, and a total order. */
export interface RowList {
  readonly filter: Row;
  readonly order: Readonly<Record<string, 1 | -1>>;
}

const MOST = 500; // rows

/**
 * The first page of a list whose beginning is known, by loading its rows; undefined where that does not do.
 * Its cursors are those of the list.
 * @throws WellspringError BAD_INPUT when `first` is not 1 to 100
 */
export async function knownPage(
  { filter, order }: RowList,
  page: PageArguments,
  { ids, complete }: KnownBeginning,
  load: (ids: readonly string[]) => Promise<(Row | null | Error)[]>,
): Promise<Connection<Row> | undefined> {
  const size = pageSize(page);
  const covers = complete || ids.length > size;
  if ((page.after ?? null) !== null || ids.length > MOST || !covers) return undefined;
  const rows = await load(ids);
  const fields = Object.keys(order);
  const isOfTheList = (row: Row | null | Error): row is Row =>
    row !== null &&
    !(row instanceof Error) &&
    Object.entries(filter).every(([field, value]) => valueAt(row, field) === value) &&
    fields.every((field) => (valueAt(row, field) ?? null) !== null);
  if (!rows.every(isOfTheList)) return undefined;
  const stored = inData(order); // named as the list names them: the cursors say so
  const sorted = rows.map((data) => ({ data })).sort(inOrder(stored));
  const source = {
    key: 'known',
    find: async (_filter: object, _order: object, limit: number) => sorted.slice(0, limit),
    count: async () => sorted.length,
  };
  const found = await pageThrough(source, { filters: [{}], order: stored, remember: false }, page);
  return { ...found, edges: found.edges.map(({ cursor, node }) => ({ cursor, node: node.data })) };
}

/** Names fields as they are stored. */
export function inData<T>(fields: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [`data.${field}`, value]));
}
