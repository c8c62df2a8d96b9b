import { describe, expect, test } from '@jest/globals';
import { freeSubscription } from '../subscription/SubscriptionDocument.ts';
import { decideJoin } from './decideJoin.ts';

const now = new Date('2026-03-01T09:30:00Z');
const ada = { displayName: ' Ada Lovelace ', handle: 'Ada_L', email: 'Ada@Example.org' };

describe('joining', () => {
  test('given a good input, makes a member on the free plan and says from which country', () => {
    const { document, event } = decideJoin(
      {
        ...ada,
        avatarUrl: 'https://example.org/ada.png',
        address: { street: '1 Mill Lane', city: 'London', country: 'gb' },
      },
      { id: 'm1', now },
    );
    expect(document).toEqual({
      _id: 'm1',
      displayName: 'Ada Lovelace',
      handle: 'ada_l',
      email: 'Ada@Example.org',
      emailKey: 'ada@example.org',
      avatarUrl: 'https://example.org/ada.png',
      address: { street: '1 Mill Lane', postalCode: null, city: 'London', region: null, country: 'GB' },
      subscription: freeSubscription,
      joinedAt: now,
    });
    expect(event).toEqual({ country: 'GB' });
  });

  test('given no address, has none, and the event no country', () => {
    const { document, event } = decideJoin(ada, { id: 'm1', now });
    expect([document.address, document.avatarUrl, event]).toEqual([null, null, { country: null }]);
  });

  test('given several faults, tells them all, each by its path', () => {
    const input = {
      displayName: ' ',
      handle: 'a!',
      email: 'nowhere',
      avatarUrl: 'http://example.org/a.png',
      address: { city: '', country: 'XX' },
    };
    expect(() => decideJoin(input, { id: 'm1', now })).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: {
          faults: [
            { field: 'email', message: 'Expected an e-mail address such as "ada@example.org", got "nowhere".' },
            { field: 'displayName', message: 'Expected 1 to 80 characters, got 0.' },
            { field: 'handle', message: 'Expected 3 to 30 characters, got 2.' },
            { field: 'avatarUrl', message: 'Expected an https address, got "http://example.org/a.png".' },
            { field: 'address.country', message: 'Expected an ISO 3166-1 alpha-2 code such as "DE", got "XX".' },
            { field: 'address.city', message: 'Expected 1 to 100 characters, got 0.' },
          ],
        },
      }),
    );
  });

  test.each(['@ada', 'ada lovelace', 'ada-l', 'adä'])('the handle %p is refused', (handle) => {
    expect(() => decideJoin({ ...ada, handle }, { id: 'm1', now })).toThrow(
      'handle: Expected a-z, 0-9 and _, without the @',
    );
  });
});
