import type { mongo } from 'mongoose';
import { changeOf, newProduct, type Products } from './benchProducts.ts';
import { BULK } from './rawUpserts.ts';

/**
 * Changes per second when the same four steps are done with the driver alone, without kit and NATS: the stamped write, the read of
 * what is dirty, the newest-wins upsert of the copy, the clearing. No replication over this MongoDB server can be faster.
 */
export async function driverCeiling(
  products: Products,
  copies: mongo.Collection<{ _id: string }>,
  changes: number,
): Promise<number> {
  await products.createIndex({ '_stamp.dirty': 1 }, { partialFilterExpression: { '_stamp.dirty': { $exists: true } } });
  await products.insertMany(
    Array.from({ length: changes }, (_, index) => {
      const { _stamp, ...product } = newProduct(index);
      return { ...product, _stamp: { rev: 1, epoch: 1, live: true } } as { _id: string };
    }),
  );
  const begin = performance.now();
  for (let from = 0; from < changes; from += BULK) {
    const size = Math.min(BULK, changes - from);
    const writes = Array.from({ length: size }, (_, index) => changeOf(from + index, `Changed ${from + index}`));
    await products.bulkWrite(writes as never[], { ordered: false });
    const dirty = await products
      .find({ '_stamp.dirty': { $lte: new Date() } })
      .sort({ '_stamp.dirty': 1 })
      .limit(BULK)
      .toArray();
    await copies.bulkWrite(dirty.map((product) => guardedUpsert(product)) as never[], { ordered: false });
    await products.bulkWrite(
      dirty.map(({ _id, _stamp }) => ({
        updateOne: {
          filter: { _id, '_stamp.rev': (_stamp as { rev: number }).rev },
          update: { $unset: { '_stamp.dirty': 1 } },
        },
      })) as never[],
      { ordered: false },
    );
  }
  const perSecond = changes / ((performance.now() - begin) / 1_000);
  const left = await products.countDocuments({ '_stamp.dirty': { $exists: true } });
  const copied = await copies.countDocuments({ rev: 2 } as never);
  if (left !== 0 || copied !== changes)
    throw new Error(`The ceiling is no measurement: ${copied} of ${changes} copied, ${left} still dirty.`);
  return perSecond;
}

function guardedUpsert({ _id, _stamp, name, price, active }: { _id: string; [field: string]: unknown }) {
  const { rev, epoch, at } = _stamp as { rev: number; epoch: number; at: Date };
  const row = { _id, epoch, rev, at, shape: 'abcdefghijkl', data: { id: _id, name, price, active } };
  const newer = { $or: [{ $eq: [{ $type: '$rev' }, 'missing'] }, { $lt: ['$rev', rev] }] };
  return {
    updateOne: {
      filter: { _id },
      update: [{ $replaceWith: { $cond: [newer, { $literal: row }, '$$ROOT'] } }],
      upsert: true,
    },
  };
}
