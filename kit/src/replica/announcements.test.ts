import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { announcements } from './announcements.ts';

test('PROTOCOL "Announcements": every row is told once, in order, in messages that the broker takes', () => {
  const row = fc.record({ _id: fc.string({ maxLength: 40, unit: 'grapheme' }), epoch: fc.nat(9), rev: fc.nat(999) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 400, max: 1_500 }), (rows, limit) => {
      const messages = announcements(rows, limit);
      for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(limit);
      const told = messages.flatMap((message) => (JSON.parse(message) as { rows: unknown[] }).rows);
      expect(told).toEqual(rows.map(({ _id, epoch, rev }) => [_id, epoch, rev]));
    }),
  );
});

test('an announcement that everything is new names no rows', () => {
  expect(announcements([{ _id: 'a', epoch: 1, rev: 1 }], 400, true)).toEqual(['{"rows":[],"anew":true}']);
});
