import { describe, expect, test } from '@jest/globals';
import { checkChoice } from './checkChoice.ts';

describe('the input of choosePreferences', () => {
  test('given good values, is taken in its canonical form', () => {
    expect(
      checkChoice({
        language: ' pt-br',
        currency: 'eur ',
        units: 'IMPERIAL',
        timeZone: 'europe/berlin',
        channels: ['INBOX'],
        topics: [],
      }),
    ).toEqual({
      language: 'pt-BR',
      currency: 'EUR',
      units: 'IMPERIAL',
      timeZone: 'Europe/Berlin',
      channels: ['INBOX'],
      topics: [],
    });
  });

  test('given a time zone that ICU calls by a name of old, keeps what the member said', () => {
    expect(checkChoice({ timeZone: 'Asia/Kolkata' })).toEqual({ timeZone: 'Asia/Kolkata' });
  });

  test('given null of a regional one, chooses it no longer; given nothing, changes nothing', () => {
    expect(checkChoice({ language: null, currency: null, units: null, timeZone: null })).toEqual({
      language: null,
      currency: null,
      units: null,
      timeZone: null,
    });
    expect(checkChoice({})).toEqual({});
  });

  test('given several faults, tells them all', () => {
    const input = {
      language: 'xx',
      currency: 'DEM',
      timeZone: '+02:00',
      channels: null,
      topics: ['POSTS', 'POSTS'],
    } as const;
    expect(() => checkChoice(input)).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: {
          faults: [
            { field: 'language', message: 'Expected a language such as "de" or "pt-BR", got "xx".' },
            { field: 'currency', message: 'Expected a current currency of ISO 4217 such as "EUR", got "DEM".' },
            { field: 'timeZone', message: 'Expected a time zone such as "Europe/Berlin", got "+02:00".' },
            { field: 'channels', message: 'Expected a list or nothing, got null.' },
            { field: 'topics', message: 'Expected each at most once, got one twice.' },
          ],
        },
      }),
    );
  });

  test.each([
    ['language', 'not a language'],
    ['language', ''],
    ['timeZone', 'Mars/Olympus'],
    ['timeZone', ''],
    ['currency', ''],
  ])('given the %s %j, is refused', (field, value) => {
    expect(() => checkChoice({ [field]: value })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
