import { WellspringError } from '../errors/WellspringError.ts';
import { currencyExponent } from './currencyExponent.ts';
import { isDecimalText } from './decimalText.ts';

/** Money as it is stored and counted with: a whole number of the currency's minor unit (cents; yen; fils). */
export interface Money {
  /** A safe integer, so that sums are exact. */
  minor: number;
  /** ISO 4217, upper-case. */
  currency: string;
}

/** Money on the wire, as the schema's value type `Money`: the amount is exact decimal text. */
export interface WireMoney {
  amount: string;
  currency: string;
}

/** The mongoose paths of a {@link Money} in an entity's schema. */
export const moneyPaths = {
  minor: { type: Number, required: true, validate: Number.isSafeInteger },
  currency: { type: String, required: true },
};

/**
 * Reads wire money: `{ amount: '129', currency: 'USD' }` and `'129.00'` are the same 12,900 cents.
 * @throws WellspringError BAD_INPUT when the currency is unknown, the amount is no decimal text, has more digits after
 * the point than the currency, or is beyond safe integers
 */
export function parseMoney(wire: { readonly amount: string; readonly currency: string }): Money {
  const { amount, currency } = wire;
  const exponent = currencyExponent(currency);
  if (exponent === undefined) {
    throw new WellspringError(
      'BAD_INPUT',
      `Expected an ISO 4217 currency such as "USD", got ${JSON.stringify(currency)}.`,
    );
  }
  if (!isDecimalText(amount)) {
    throw new WellspringError(
      'BAD_INPUT',
      `Expected a decimal number as text such as "129.00", got ${JSON.stringify(amount)}.`,
    );
  }
  const [whole = '', fraction = ''] = amount.split('.');
  if (fraction.length > exponent) {
    const allowed = exponent === 0 ? 'no digits' : `at most ${exponent} digits`;
    throw new WellspringError('BAD_INPUT', `Expected ${allowed} after the point for ${currency}, got "${amount}".`);
  }
  return { minor: safe(Number(whole + fraction.padEnd(exponent, '0')), `the amount "${amount}"`), currency };
}

/** Writes wire money, with exactly the digits of its currency: 12,900 cents are `'129.00'`, 129 yen are `'129'`. */
export function formatMoney({ minor, currency }: Money): WireMoney {
  const exponent = currencyExponent(currency);
  if (exponent === undefined || !Number.isSafeInteger(minor)) {
    throw new WellspringError('INTERNAL', `Stored money is malformed: ${JSON.stringify({ minor, currency })}.`);
  }
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  const text = exponent === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return { amount: minor < 0 ? `-${text}` : text, currency };
}

/**
 * `money` times a whole number.
 * @throws WellspringError BAD_INPUT when the product is beyond safe integers
 */
export function multiplyMoney(money: Money, times: number): Money {
  return { minor: safe(money.minor * times, `${times} times ${formatMoney(money).amount}`), currency: money.currency };
}

/**
 * The sum of one amount or more.
 * @throws WellspringError CURRENCY_MIXED when they are not of one currency, BAD_INPUT beyond safe integers
 */
export function sumMoney(amounts: readonly [Money, ...Money[]]): Money {
  const currencies = [...new Set(amounts.map(({ currency }) => currency))];
  if (currencies.length > 1) {
    throw new WellspringError('CURRENCY_MIXED', `Expected amounts of one currency, got ${currencies.join(' and ')}.`, {
      details: { currencies },
    });
  }
  const minor = amounts.reduce((total, amount) => safe(total + amount.minor, 'the sum'), 0);
  return { minor, currency: amounts[0].currency };
}

/** Whether two amounts are the same money. */
export function isSameMoney(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

function safe(minor: number, what: string): number {
  if (!Number.isSafeInteger(minor)) {
    throw new WellspringError(
      'BAD_INPUT',
      `Expected an amount within ±${Number.MAX_SAFE_INTEGER} minor units; ${what} is beyond.`,
    );
  }
  return minor === 0 ? 0 : minor; // never -0
}
