import type { QueryFilter } from 'mongoose';
import type { EntityModel } from '../owner/EntityModel.ts';
import type { EntityDocument } from '../owner/entitySchema.ts';
import type { Connection, PageArguments } from './Connection.ts';
import type { ListSort } from './keysetFilter.ts';
import { type PagedSource, pageThrough } from './pageThrough.ts';

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
  const source: PagedSource<Doc> = {
    key: `${model.db.id} ${model.modelName}`,
    find: (each, order, limit) =>
      model
        .find(each as QueryFilter<Doc>)
        .sort(order)
        .limit(limit)
        .lean()
        .exec() as Promise<Doc[]>,
    count: (each) => model.countDocuments(each as QueryFilter<Doc>).exec(),
  };
  return pageThrough(source, { filters: [filter].flat() as object[], order: totalOrder(sort as ListSort) }, page);
}

/** The order with `_id` last, running the way of the field before it, so that one index serves it both ways. */
function totalOrder(sort: ListSort): Record<string, 1 | -1> {
  return { ...sort, _id: Object.values(sort).at(-1) ?? 1 };
}
