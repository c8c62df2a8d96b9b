import type { mongo } from 'mongoose';

/** What one bulkWrite carries: as much as an applier writes at once. */
export const BULK = 500;

/**
 * Upserts per second of the MongoDB server by the plainest bulkWrite: new documents of the size of a replica row, 500 at once, majority.
 * Measured for `seconds`.
 */
export async function rawUpserts(collection: mongo.Collection<{ _id: string }>, seconds: number): Promise<number> {
  const begin = performance.now();
  let written = 0;
  while (performance.now() - begin < seconds * 1_000) {
    await collection.bulkWrite(
      Array.from({ length: BULK }, (_, index) => {
        const _id = `r${written + index}`;
        const data = { id: _id, name: `Product ${index}`, price: { amount: '10.00', currency: 'EUR' }, active: true };
        const replacement = { epoch: 1, rev: 1, at: new Date(), shape: 'abcdefghijkl', data };
        return { replaceOne: { filter: { _id }, replacement: replacement as never, upsert: true } };
      }),
      { ordered: false },
    );
    written += BULK;
  }
  return written / ((performance.now() - begin) / 1_000);
}
