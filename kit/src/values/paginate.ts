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

  const rows = (await model
    .find({ $and: [filter, start] } as QueryFilter<Doc>)
    .sort(order)
    .limit(size + 1) // one more tells whether there is a next page
    .lean()
    .exec()) as Doc[];

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
