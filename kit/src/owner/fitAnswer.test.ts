import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AskedRow } from './AskResponder.ts';
import { fitAnswer } from './fitAnswer.ts';

const row = (id: string, size: number): AskedRow => ({
  id,
  epoch: 1,
  rev: 1,
  at: '',
  data: { text: 'x'.repeat(size) },
});

test('an answer that fits is whole', () => {
  const rows = [row('a', 10), { id: 'b', unknown: true } as const, row('c', 10)];
  expect(fitAnswer(rows, 1_000)).toEqual({ rows });
});

test('what has no room is left out, and the answer says so; what never has room is an error', () => {
  const rows = [row('a', 600), row('b', 5_000), row('c', 600), row('d', 10)];
  expect(fitAnswer(rows, 1_000)).toEqual({ rows: [rows[0], { id: 'b', error: 'VIEW_TOO_LARGE' }], more: true });
});

test('asking again for what is left comes to an end, and no answer exceeds the message', () => {
  const limit = 5_000;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 6_000 }), { minLength: 1, maxLength: 40 }), (sizes) => {
      let left = sizes.map((size, index) => row(`entity-${index}`, size));
      while (left.length > 0) {
        const answer = fitAnswer(left, limit);
        expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(limit);
        expect(answer.rows.length).toBeGreaterThan(0);
        expect(answer.more === true).toBe(answer.rows.length < left.length);
        left = left.slice(answer.rows.length);
      }
    }),
  );
});
