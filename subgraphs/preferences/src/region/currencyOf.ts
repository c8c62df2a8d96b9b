import { currencyCodes } from '@wellspring/kit';
import currencies from 'cldr-core/supplemental/currencyData.json' with { type: 'json' };

/** Each currency that was ever used in each country, newest first: when it came and went, and whether one pays with it. */
const BY_COUNTRY: Readonly<Record<string, readonly object[]>> = currencies.supplemental.currencyData.region;
const PRICED: ReadonlySet<string> = new Set(currencyCodes);

/**
 * The currency in which one pays in a country: the first in CLDR's order that is tender and was not given up.
 * @returns undefined for a country of none of its own, such as Antarctica
 */
export function currencyOf(country: string): string | undefined {
  for (const entry of BY_COUNTRY[country] ?? [])
    for (const [code, period] of Object.entries(entry))
      if (!('_to' in period) && period._tender !== 'false' && PRICED.has(code)) return code;
  return undefined;
}
