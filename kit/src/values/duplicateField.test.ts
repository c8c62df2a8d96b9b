import { expect, test } from '@jest/globals';
import { duplicateField } from './duplicateField.ts';

test('names the field of the index that refused', () => {
  expect(duplicateField(Object.assign(new Error('E11000'), { code: 11_000, keyPattern: { handle: 1 } }))).toBe(
    'handle',
  );
});

test.each([
  ['another code', Object.assign(new Error('timeout'), { code: 50, keyPattern: { handle: 1 } })],
  ['no pattern', Object.assign(new Error('E11000'), { code: 11_000 })],
  ['no error', { code: 11_000, keyPattern: { handle: 1 } }],
  ['nothing', null],
])('is silent about %s', (_what, error) => {
  expect(duplicateField(error)).toBeUndefined();
});
