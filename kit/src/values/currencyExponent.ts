/**
 * ISO 4217, active currencies by the number of digits after the decimal point. A table of our own and not `Intl`'s:
 * stored amounts are whole numbers of minor units, so an exponent may never change with a version of Node.
 * Source: ISO 4217 list one (SIX Interbank Clearing), without funds codes of single states, metals and testing codes.
 */
const BY_EXPONENT: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
      CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD
      KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
      NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
      THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  Object.entries(BY_EXPONENT).flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(exponent)] as const),
  ),
);

/** Every known currency code, in no order. */
export const currencyCodes: readonly string[] = [...EXPONENTS.keys()];

/**
 * The digits after the decimal point of an ISO 4217 currency: 2 for EUR, 0 for JPY, 3 for KWD.
 * @returns undefined when the code is not a known, active currency (codes are upper-case)
 */
export function currencyExponent(currency: string): number | undefined {
  return EXPONENTS.get(currency);
}
