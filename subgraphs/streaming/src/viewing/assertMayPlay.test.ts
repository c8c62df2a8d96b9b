import { expect, test } from '@jest/globals';
import { type AccessCopy, assertMayPlay } from './assertMayPlay.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const paid = (paidUntil: string | null): AccessCopy => ({ subscription: { plan: 'STANDARD', paidUntil } });
const play = (access: AccessCopy, of: 'FREE' | 'SUBSCRIBERS' = 'SUBSCRIBERS') =>
  assertMayPlay({ title: 'The Matrix', access: of }, access, now);

test('a subscription that is paid beyond now lets play', () => play(paid('2026-03-01T12:00:00.001Z')));

test.each([{ subscription: null }, paid(null), paid('2020-01-01T00:00:00.000Z')])(
  'a free video plays with %j',
  (access) => play(access, 'FREE'),
);

test.each(['2026-03-01T12:00:00.000Z', '2026-02-01T00:00:00.000Z'])(
  'one that was paid until %s has lapsed',
  (paidUntil) => {
    const message = `"The Matrix" takes a subscription; the member's lapsed at ${paidUntil}.`;
    expect(() => play(paid(paidUntil))).toThrow(
      expect.objectContaining({
        code: 'SUBSCRIPTION_REQUIRED',
        message,
        details: { plan: 'STANDARD', lapsedAt: paidUntil },
      }),
    );
  },
);

test.each([{ subscription: null }, { subscription: { plan: null, paidUntil: null } }])(
  'with %j there is none',
  (access) => {
    expect(() => play(access)).toThrow(
      expect.objectContaining({ code: 'SUBSCRIPTION_REQUIRED', details: { plan: 'FREE', lapsedAt: null } }),
    );
  },
);
