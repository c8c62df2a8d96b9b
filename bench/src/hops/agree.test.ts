import { expect, test } from '@jest/globals';
import { problemOf } from './agree.ts';

const on = { data: '{"a":1}', fetches: ['orders'], problem: undefined };
const off = { data: '{"a":1}', fetches: ['orders', 'members', 'catalog'], problem: undefined };

test('two ways agree when they answer alike, with one fetch and with several', () => {
  expect(problemOf(on, off)).toBeUndefined();
});

test.each([
  ['a part is missing with copies', { ...on, problem: 'o1.lines is missing' }, off, /with copies: o1\.lines is/],
  ['a part is missing without', on, { ...off, problem: 'ten orders is missing' }, /without copies: ten orders/],
  ['the data differs', on, { ...off, data: '{"a":2}' }, /same data.*\{"a":1\} with copies, \{"a":2\} without/],
  ['copies are not used', { ...on, fetches: off.fetches }, off, /1 fetch with copies; got 3: orders, members/],
  ['nothing tells the fetches', { ...on, fetches: [] }, off, /1 fetch with copies; got none/],
  ['there is no hop to save', on, { ...off, fetches: ['orders'] }, /several fetches without copies; got 1: orders/],
])('they do not when %s', (_, withCopies, without, message) => {
  expect(problemOf(withCopies, without)).toMatch(message);
});
