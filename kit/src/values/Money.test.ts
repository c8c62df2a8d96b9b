import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currencyCodes, currencyExponent } from './currencyExponent.ts';
import { formatMoney, isSameMoney, multiplyMoney, parseMoney, sumMoney } from './Money.ts';

const currency = fc.constantFrom(...currencyCodes);
const minor = fc.maxSafeInteger();

describe('money on the wire and in store', () => {
  test('every stored amount of every currency comes back from the wire as it was', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        expect(parseMoney(formatMoney({ minor: amount, currency: code }))).toEqual({ minor: amount, currency: code });
      }),
    );
  });

  test('writes exactly the digits of the currency', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        const fraction = formatMoney({ minor: amount, currency: code }).amount.split('.')[1] ?? '';
        expect(fraction).toHaveLength(currencyExponent(code) ?? Number.NaN);
      }),
    );
  });

  test.each([
    ['129', 'USD', 12_900],
    ['129.5', 'EUR', 12_950],
    ['0.07', 'GBP', 7],
    ['-0.07', 'GBP', -7],
    ['-0', 'GBP', 0],
    ['129', 'JPY', 129],
    ['1.234', 'KWD', 1_234],
    ['1.2345', 'CLF', 12_345],
  ])('reads %s %s as %i minor units', (amount, code, expected) => {
    expect(parseMoney({ amount, currency: code })).toEqual({ minor: expected, currency: code });
  });

  test.each([
    ['1.5', 'JPY', /no digits after the point for JPY, got "1.5"/],
    ['1.005', 'USD', /at most 2 digits after the point for USD/],
    ['1e3', 'USD', /decimal number as text such as "129.00", got "1e3"/],
    ['007', 'USD', /decimal number as text/],
    ['', 'USD', /decimal number as text/],
    ['1', 'usd', /ISO 4217 currency such as "USD", got "usd"/],
    ['1', 'DEM', /ISO 4217 currency/],
    ['90071992547409.92', 'USD', /within ±9007199254740991 minor units/],
  ])('refuses %s %s', (amount, code, message) => {
    expect(() => parseMoney({ amount, currency: code })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringMatching(message) }),
    );
  });

  test('tells stored money that is malformed from bad input', () => {
    expect(() => formatMoney({ minor: 0.5, currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('sums', () => {
  const usd = (amount: number) => ({ minor: amount, currency: 'USD' });

  test('are exact, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 50 }), (amounts) => {
        const [first = 0, ...rest] = amounts;
        const expected = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
        expect(BigInt(sumMoney([usd(first), ...rest.map(usd)]).minor)).toBe(expected);
      }),
    );
  });

  test('refuse to mix currencies, and name them', () => {
    expect(() => sumMoney([usd(1), { minor: 1, currency: 'EUR' }])).toThrow(
      expect.objectContaining({ code: 'CURRENCY_MIXED', details: { currencies: ['USD', 'EUR'] } }),
    );
  });

  test('and products refuse what would lose digits', () => {
    expect(() => sumMoney([usd(Number.MAX_SAFE_INTEGER), usd(1)])).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
    expect(() => multiplyMoney(usd(Number.MAX_SAFE_INTEGER), 2)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
    expect(multiplyMoney(usd(1_999), 3)).toEqual(usd(5_997));
  });

  test('the same money is the same amount of the same currency', () => {
    expect(isSameMoney(usd(1), usd(1))).toBe(true);
    expect(isSameMoney(usd(1), usd(2))).toBe(false);
    expect(isSameMoney(usd(1), { minor: 1, currency: 'EUR' })).toBe(false);
  });
});

test('the currency table holds each ISO 4217 code once', () => {
  expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
  expect(currencyCodes.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
  expect([currencyExponent('JPY'), currencyExponent('EUR'), currencyExponent('KWD'), currencyExponent('XYZ')]).toEqual([
    0,
    2,
    3,
    undefined,
  ]);
});
