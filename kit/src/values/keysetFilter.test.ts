import { expect, test } from '@jest/globals';
import { keysetFilter } from './keysetFilter.ts';

test('one field: what lies beyond the value', () => {
  expect(keysetFilter({ _id: 1 }, ['m1'])).toEqual({ $or: [{ _id: { $gt: 'm1' } }] });
});

test('several fields: beyond the first, or level with it and beyond the next, each in its own direction', () => {
  expect(keysetFilter({ kind: 1, placedAt: -1, _id: -1 }, ['BOOK', 7, 'o1'])).toEqual({
    $or: [
      { kind: { $gt: 'BOOK' } },
      { kind: 'BOOK', placedAt: { $lt: 7 } },
      { kind: 'BOOK', placedAt: 7, _id: { $lt: 'o1' } },
    ],
  });
});
