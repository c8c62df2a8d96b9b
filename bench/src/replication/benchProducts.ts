import type { mongo } from 'mongoose';

export type Products = mongo.Collection<{ _id: string; [field: string]: unknown }>;

export const productId = (index: number): string => `p${String(index).padStart(6, '0')}`;

/** A product as the golden source stores one that was just created: waiting to be published. */
export function newProduct(index: number): { _id: string; [field: string]: unknown } {
  const name = `Product ${index}`;
  const now = new Date();
  return {
    _id: productId(index),
    sku: `SKU-${index}`,
    name,
    kind: 'STANDARD',
    description: null,
    price: { minor: 1_000 + index, currency: 'EUR' },
    active: true,
    sortName: name.toLowerCase(),
    searchText: name.toLowerCase(),
    _stamp: { rev: 1, epoch: 1, at: now, live: true, dirty: now, since: now, events: [] },
  };
}

/** The write of one change, as the golden source makes it: state, revision and dirty in one. */
export function changeOf(index: number, name: string): mongo.AnyBulkWriteOperation<{ _id: string }> {
  const now = new Date();
  return {
    updateOne: {
      filter: { _id: productId(index), '_stamp.live': true } as never,
      update: {
        $set: { name, '_stamp.at': now, '_stamp.dirty': now },
        $max: { '_stamp.epoch': 1 },
        $min: { '_stamp.since': now },
        $inc: { '_stamp.rev': 1 },
      } as never,
    },
  };
}
