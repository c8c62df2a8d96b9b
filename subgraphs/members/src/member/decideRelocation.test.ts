import { describe, expect, test } from '@jest/globals';
import { decideRelocation } from './decideRelocation.ts';

const london = { street: '1 Mill Lane', postalCode: 'NW1 1AA', city: 'London', region: null, country: 'GB' };

describe('relocating', () => {
  test('given an address elsewhere, moves there and says from where to where', () => {
    expect(decideRelocation({ address: london }, { city: 'Ulm', country: 'DE' })).toEqual({
      address: { street: null, postalCode: null, city: 'Ulm', region: null, country: 'DE' },
      event: { previousCountry: 'GB', country: 'DE' },
    });
  });

  test('given a first address, comes from nowhere', () => {
    expect(decideRelocation({ address: null }, london)?.event).toEqual({ previousCountry: null, country: 'GB' });
  });

  test('given another street of the same city, is a move too', () => {
    expect(decideRelocation({ address: london }, { ...london, street: '2 Mill Lane' })?.event).toEqual({
      previousCountry: 'GB',
      country: 'GB',
    });
  });

  test('given the address where the member lives, is nothing', () => {
    expect(decideRelocation({ address: london }, { ...london, city: ' London ', country: 'gb' })).toBeNull();
  });

  test('given a country that is none, is refused by the field as the caller wrote it', () => {
    expect(() => decideRelocation({ address: null }, { city: 'Ulm', country: 'Germany' })).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: { faults: [{ field: 'country', message: expect.stringContaining('got "Germany"') }] },
      }),
    );
  });
});
