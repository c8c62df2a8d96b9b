import { describe, expect, test } from '@jest/globals';
import { decideChoice, decideRegion, firstPreferences } from './decidePreferences.ts';

const inBerlin = { city: 'Berlin', country: 'DE' };

describe('preferences of a member', () => {
  test('given a place, are derived from it; nothing is chosen', () => {
    expect(firstPreferences('ada', inBerlin)).toEqual({
      _id: 'ada',
      country: 'DE',
      derived: { language: 'de', currency: 'EUR', units: 'METRIC', timeZone: 'Europe/Berlin' },
      chosen: { language: null, currency: null, units: null, timeZone: null },
      channels: ['INBOX', 'EMAIL'],
      topics: ['ORDERS', 'PAYMENTS', 'SUBSCRIPTION', 'POSTS'],
    });
  });

  test('given no place, are there all the same', () => {
    expect(firstPreferences('ada', {})).toMatchObject({ country: null, derived: { timeZone: 'UTC' } });
  });

  test('given another place, only the derived part follows', () => {
    expect(decideRegion({ city: 'Denver', region: 'CO', country: 'US' })).toEqual({
      country: 'US',
      derived: { language: 'en', currency: 'USD', units: 'IMPERIAL', timeZone: 'America/Denver' },
    });
    expect(decideRegion({ country: null })).toMatchObject({ country: null });
  });
});

describe('choosing', () => {
  const now = firstPreferences('ada', inBerlin);

  test('given some fields, changes these', () => {
    expect(decideChoice(now, { currency: 'CHF', topics: [] })).toEqual({
      chosen: { language: null, currency: 'CHF', units: null, timeZone: null },
      channels: ['INBOX', 'EMAIL'],
      topics: [],
    });
  });

  test('given null, goes back to what is derived; given nothing, stays', () => {
    const chosen = { language: 'fr', currency: 'CHF', units: null, timeZone: null };
    expect(decideChoice({ ...now, chosen }, { currency: null }).chosen).toEqual({ ...chosen, currency: null });
    expect(decideChoice({ ...now, chosen }, {})).toEqual({ chosen, channels: now.channels, topics: now.topics });
  });
});
