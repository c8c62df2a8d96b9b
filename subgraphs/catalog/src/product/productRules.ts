import { type InputCheck, type Money, parseMoney } from '@wellspring/kit';

/** A product field by field: each cleans its value and notes its faults. */
export const productRules = {
  sku: (check: InputCheck, value: string) =>
    check.text('sku', value, {
      max: 64,
      pattern: /^[A-Z0-9][A-Z0-9.-]*$/,
      says: 'capital letters, digits, dots and dashes',
    }),

  name: (check: InputCheck, value: string) => check.text('name', value, { max: 300 }),

  description: (check: InputCheck, value: string | null | undefined) =>
    check.optionalText('description', value, { max: 5_000 }),

  /** undefined when at fault. */
  price(check: InputCheck, value: { readonly amount: string; readonly currency: string }): Money | undefined {
    const price = check.parsed('price', () => parseMoney(value));
    check.expect(
      price === undefined || price.minor >= 0,
      'price',
      `Expected a price of 0 or more, got ${value.amount}.`,
    );
    return price;
  },
};
