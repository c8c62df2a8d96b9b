import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, type SortValue } from './cursor.ts';

const value: fc.Arbitrary<SortValue> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.boolean(),
  fc.date({ noInvalidDate: true }),
);
const refusal = expect.objectContaining({
  code: 'BAD_INPUT',
  details: { faults: [{ field: 'after', message: expect.any(String) }] },
});
const encode = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

describe('a cursor', () => {
  test('gives back the values it was made of', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        expect(decodeCursor('-placedAt,_id', values.length, encodeCursor('-placedAt,_id', values))).toEqual(values);
      }),
    );
  });

  test('is made of characters that need no escaping in an address', () => {
    fc.assert(fc.property(value, (v) => /^[\w-]+$/.test(encodeCursor('_id', [v]))));
  });

  test('is refused by a list of another order', () => {
    expect(() => decodeCursor('name,_id', 1, encodeCursor('_id', ['a']))).toThrow(refusal);
  });

  test.each([
    ['nothing', ''],
    ['noise', 'not a cursor'],
    ['no list', encode({ sort: '_id' })],
    ['too few values', encode(['_id'])],
    ['too many values', encode(['_id', 'a', 'b'])],
    ['an operator of the database', encode(['_id', { $gt: '' }])],
    ['null', encode(['_id', null])],
    ['a time that is none', encode(['_id', { at: 'soon' }])],
  ])('is refused when it holds %s', (_what, cursor) => {
    expect(() => decodeCursor('_id', 1, cursor)).toThrow(refusal);
  });

  test('is refused or understood, but never breaks, whatever a client sends', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (cursor) => {
          expect(() => decodeCursor('_id', 1, cursor)).toThrow(refusal);
        },
      ),
    );
  });
});
