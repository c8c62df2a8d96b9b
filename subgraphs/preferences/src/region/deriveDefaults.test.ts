import { describe, expect, test } from '@jest/globals';
import { deriveDefaults } from './deriveDefaults.ts';

describe('what follows from where somebody lives', () => {
  test.each([
    ['DE', 'de', 'EUR', 'METRIC', 'Europe/Berlin'],
    ['GB', 'en', 'GBP', 'IMPERIAL', 'Europe/London'],
    ['CH', 'de', 'CHF', 'METRIC', 'Europe/Zurich'],
    ['PL', 'pl', 'PLN', 'METRIC', 'Europe/Warsaw'],
    ['JP', 'ja', 'JPY', 'METRIC', 'Asia/Tokyo'],
    ['KE', 'sw', 'KES', 'METRIC', 'Africa/Nairobi'],
    ['BR', 'pt', 'BRL', 'METRIC', 'America/Sao_Paulo'],
    ['HR', 'hr', 'EUR', 'METRIC', 'Europe/Zagreb'], // since 2023
  ])('given the country %s', (country, language, currency, units, timeZone) => {
    expect(deriveDefaults({ country })).toEqual({ language, currency, units, timeZone });
  });

  test.each([
    ['a city', { city: 'Denver', country: 'US' }, 'America/Denver'],
    ['a city that several provinces have', { city: 'Columbus', region: 'OH', country: 'US' }, 'America/New_York'],
    ['a city of another country’s fame', { city: 'Melbourne', region: 'FL', country: 'US' }, 'America/New_York'],
    ['a city without its accents', { city: 'merida', country: 'MX' }, 'America/Merida'],
    ['a village, and a province by its code', { city: 'Nowhere', region: 'CA', country: 'US' }, 'America/Los_Angeles'],
    [
      'a village, and a province by its name',
      { city: 'Nowhere', region: 'Alaska', country: 'US' },
      'America/Anchorage',
    ],
    ['a village in no known province', { city: 'Nowhere', region: 'Somewhere', country: 'AU' }, 'Australia/Sydney'],
    ['a country without a city in the table', { city: 'Ny-Ålesund', country: 'BQ' }, 'America/Kralendijk'],
  ])('given %s, tells the time zone', (_what, region, timeZone) => {
    expect(deriveDefaults(region).timeZone).toBe(timeZone);
  });

  test('given no place, is what suits anybody', () => {
    const anywhere = { language: 'en', currency: 'USD', units: 'METRIC', timeZone: 'UTC' };
    expect(deriveDefaults({})).toEqual(anywhere);
    expect(deriveDefaults({ country: null, city: 'Denver' })).toEqual(anywhere);
  });

  test('given any country, is something that Intl can use', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const countries = letters.flatMap((first) => letters.map((second) => first + second));
    for (const country of countries) {
      const { language, currency, timeZone } = deriveDefaults({ country, city: 'Springfield', region: 'North' });
      const format = { style: 'currency', currency, timeZone } as const;
      expect(() => [new Intl.NumberFormat(language, format), new Intl.DateTimeFormat(language, format)]).not.toThrow();
    }
  });
});
