import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { derivedId, newId } from './ids.ts';

test('the same parts make the same id, others another', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
      const same = a.length === b.length && a.every((part, i) => part === b[i]);
      expect(derivedId(...a) === derivedId(...b)).toBe(same);
    }),
  );
});

test('parts do not run into each other', () => {
  expect(derivedId('ab', 'c')).not.toBe(derivedId('a', 'bc'));
  expect(derivedId('order', 'm1', 'k1')).toMatch(/^[\w-]{22}$/);
});

test('ids made later sort later', () => {
  const ids = Array.from({ length: 100 }, newId);
  expect(ids.toSorted()).toEqual(ids);
});
