import { expect, test } from '@jest/globals';
import { followChain } from './followChain.ts';

const [ab, bc, cd] = [
  { previous: 'a', next: 'b' },
  { previous: 'b', next: 'c' },
  { previous: 'c', next: 'd' },
];

test('changes told in any order are put in the one they happened in', () => {
  expect(followChain('a', [cd, ab, bc])).toEqual({ values: ['a', 'b', 'c', 'd'], loose: [] });
  expect(followChain('a', [])).toEqual({ values: ['a'], loose: [] });
});

test('a change that was never told leaves the later ones loose', () => {
  expect(followChain('a', [ab, cd])).toEqual({ values: ['a', 'b'], loose: [cd] });
});

test('a change told twice is loose once', () => {
  const again = { ...ab };
  expect(followChain('a', [ab, again, bc])).toEqual({ values: ['a', 'b', 'c'], loose: [again] });
});

test('changes in a circle end', () => {
  expect(followChain('a', [ab, { previous: 'b', next: 'a' }]).values).toEqual(['a', 'b', 'a']);
});
