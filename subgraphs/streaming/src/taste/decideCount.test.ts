import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideCount, decideUncount, WINDOW } from './decideCount.ts';
import { applyCount, type Counts, recount } from './testing/recount.ts';

describe('counting a viewing', () => {
  test('is for the video, and for each pair with what was watched before', () => {
    expect(decideCount(['a', 'b'], 'c')).toEqual({ videoId: 'c', partners: ['a', 'b'] });
    expect(decideCount([], 'a')).toEqual({ videoId: 'a', partners: [] });
  });

  test('happens once, however often it is told', () => expect(decideCount(['a', 'b'], 'a')).toBeNull());

  test(`costs at most ${WINDOW} pairs`, () => {
    const before = Array.from({ length: 80 }, (_, index) => `v${index}`);
    expect(decideCount(before, 'new')?.partners).toEqual(before.slice(-WINDOW));
    expect(decideUncount([...before, 'new'])?.partners).toEqual(before.slice(-WINDOW));
  });

  test('of nothing cannot be taken back', () => expect(decideUncount([])).toBeNull());
});

test('counting one by one, with repeats and with members who leave, equals counting everything from scratch', () => {
  const member = fc.constantFrom('ada', 'bob', 'cleo');
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ member, watches: fc.constantFrom(...'abcdef') }) },
    { weight: 1, arbitrary: fc.record({ member, leaves: fc.constant(true as const) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const histories = new Map<string, string[]>();
      let counts: Counts = {};
      for (const each of steps) {
        const history = histories.get(each.member) ?? [];
        histories.set(each.member, history);
        if ('watches' in each) {
          const count = decideCount(history, each.watches);
          if (count === null) continue;
          counts = applyCount(counts, count, 1);
          history.push(each.watches);
        } else {
          for (let count = decideUncount(history); count !== null; count = decideUncount(history)) {
            counts = applyCount(counts, count, -1);
            history.pop();
          }
        }
        expect(counts).toEqual(recount(histories.values()));
      }
    }),
  );
});

test('leaving is the exact reverse also of more than the window', () => {
  const history = Array.from({ length: WINDOW + 20 }, (_, index) => `v${index}`);
  const others = [['v3', 'v60', 'x'], ['v1']];
  let counts = recount([history, ...others]);
  for (let left = [...history]; left.length > 0; left = left.slice(0, -1)) {
    const count = decideUncount(left);
    if (count !== null) counts = applyCount(counts, count, -1);
  }
  expect(counts).toEqual(recount(others));
});
