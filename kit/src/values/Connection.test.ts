import { expect, test } from '@jest/globals';
import { pageSize } from './Connection.ts';

test('a page has 20 rows unless the caller says otherwise', () => {
  expect([pageSize({}), pageSize({ first: null }), pageSize({ first: 1 }), pageSize({ first: 100 })]).toEqual([
    20, 20, 1, 100,
  ]);
});

test.each([0, -1, 101, 1.5, Number.NaN])('a page of %p rows is refused', (first) => {
  expect(() => pageSize({ first })).toThrow(
    expect.objectContaining({
      code: 'BAD_INPUT',
      details: { faults: [{ field: 'first', message: `Expected 1 to 100 rows, got ${first}.` }] },
    }),
  );
});
