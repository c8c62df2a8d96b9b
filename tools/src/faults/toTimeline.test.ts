import { expect, test } from '@jest/globals';
import { toTimeline } from './toTimeline.ts';

const links = (...pairs: [string, string][]) => pairs.map(([previous, next]) => ({ previous, next }));

test('without turns it is a chain', () => {
  expect(toTimeline('a', links(['b', 'c'], ['a', 'b']), [])).toEqual({
    values: ['a', 'b', 'c'],
    loose: [],
    unexplained: [],
  });
});

test('what was undone is in its place, and what it went back to is there again', () => {
  const all = links(['a', 'b'], ['b', 'c'], ['c', 'd'], ['b', 'e'], ['e', 'f'], ['e', 'g']);
  const turns = [
    { from: 'd', to: 'b' },
    { from: 'f', to: 'e' },
  ];
  expect(toTimeline('a', all, turns)).toEqual({
    values: ['a', 'b', 'c', 'd', 'b', 'e', 'f', 'e', 'g'],
    loose: [],
    unexplained: [],
  });
});

test('a turn with nothing in between changes nothing but that the value may be seen again', () => {
  expect(toTimeline('a', links(['a', 'b']), [{ from: 'b', to: 'b' }]).values).toEqual(['a', 'b', 'b']);
});

test('a turn that no change leads to, and a change beside the way, are named', () => {
  const [turn] = [{ from: 'x', to: 'a' }];
  expect(toTimeline('a', links(['a', 'b']), [turn]).unexplained).toEqual([turn]);
  expect(toTimeline('a', links(['a', 'b'], ['z', 'y']), []).loose).toEqual(links(['z', 'y']));
});
