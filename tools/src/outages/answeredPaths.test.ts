import { expect, test } from '@jest/globals';
import { answeredPaths } from './answeredPaths.ts';

test('a field is answered when it has a value in any item; null is none, an empty list is one', () => {
  const data = {
    a: null,
    b: [
      { c: null, d: 0 },
      { c: '', d: null },
    ],
    e: [],
    f: [null],
    g: { h: null },
  };
  expect([...answeredPaths(data)]).toEqual(['b', 'b.d', 'b.c', 'e', 'g']);
  expect([...answeredPaths(null)]).toEqual([]);
});
