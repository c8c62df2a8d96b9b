import { expect, test } from '@jest/globals';
import { describe } from './describe.ts';

const nobody = { actor: null, excerpt: null };

test('posts and comments are told with the name and the text of now', () => {
  const known = { actor: 'Ada', excerpt: 'First light' };
  expect(describe({ kind: 'POST_PUBLISHED', facts: {} }, known)).toEqual({
    title: 'Ada published a post',
    body: '“First light”',
  });
  expect(describe({ kind: 'COMMENT_ADDED', facts: {} }, known).body).toBe(
    'They had something to say to “First light”.',
  );
});

test('what is gone or not to be had costs the name, not the words', () => {
  expect(describe({ kind: 'POST_PUBLISHED', facts: {} }, nobody)).toEqual({
    title: 'Somebody published a post',
    body: 'Open it to read what they wrote.',
  });
});

test('money has the digits of its currency, reasons are words, days are days', () => {
  const declined = { amount: '1290', currency: 'JPY', reason: 'INSUFFICIENT_FUNDS' };
  expect(describe({ kind: 'PAYMENT_DECLINED', facts: declined }, nobody).body).toBe(
    '1290 JPY could not be charged: the card has not enough funds. The order is cancelled.',
  );
  expect(
    describe({ kind: 'SUBSCRIPTION_REFUSED', facts: { plan: 'STANDARD', reason: 'NEW_REASON' } }, nobody).body,
  ).toBe('Your standard subscription was not paid: the card was refused.');
  const facts = { plan: 'PREMIUM', paidUntil: '2026-12-31T23:30:00.000Z' };
  expect(describe({ kind: 'SUBSCRIPTION_ENDING', facts }, nobody).title).toBe(
    'Your subscription is paid for until 31 December 2026',
  );
});
