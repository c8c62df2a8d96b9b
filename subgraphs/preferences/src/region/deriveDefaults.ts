import type { RegionalDefaults } from '../preferences/PreferencesDocument.ts';
import { currencyOf } from './currencyOf.ts';
import type { Region } from './Region.ts';
import { timeZoneOf } from './timeZoneOf.ts';
import { unitsOf } from './unitsOf.ts';

/** Where nothing is known of where somebody lives. Prices of the society are in US dollars. */
const ANYWHERE: RegionalDefaults = { language: 'en', currency: 'USD', units: 'METRIC', timeZone: 'UTC' };

/**
 * What follows from where somebody lives. The tables are CLDR's (currency and units: `cldr-core`; language: the likely one, by ICU)
 * and those of `city-timezones`; a country is all that is needed, city and region decide between its time zones.
 */
export function deriveDefaults(region: Region): RegionalDefaults {
  const { country } = region;
  if (!country) return ANYWHERE;
  const { language } = new Intl.Locale(`und-${country}`).maximize();
  return {
    language: language === 'und' ? ANYWHERE.language : language,
    currency: currencyOf(country) ?? ANYWHERE.currency,
    units: unitsOf(country),
    timeZone: timeZoneOf(region) ?? ANYWHERE.timeZone,
  };
}
