import type { InputCheck } from '@wellspring/kit';
import type { AddressInput } from '../generated/resolvers.ts';
import { isCountryCode } from './isCountryCode.ts';
import type { AddressDocument } from './MemberDocument.ts';

/** Cleans an address and notes its faults under `path` (`address` inside another input, '' where it is the input). */
export function checkAddress(check: InputCheck, input: AddressInput, path: string): AddressDocument {
  const at = (field: string) => (path === '' ? field : `${path}.${field}`);
  const country = input.country.trim().toUpperCase();
  check.expect(
    isCountryCode(country),
    at('country'),
    `Expected an ISO 3166-1 alpha-2 code such as "DE", got ${JSON.stringify(input.country)}.`,
  );
  return {
    street: check.optionalText(at('street'), input.street, { max: 200 }),
    postalCode: check.optionalText(at('postalCode'), input.postalCode, { max: 20 }),
    city: check.text(at('city'), input.city, { max: 100 }),
    region: check.optionalText(at('region'), input.region, { max: 100 }),
    country,
  };
}
