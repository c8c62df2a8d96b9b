import { cityMapping } from 'city-timezones';
import type { Region } from './Region.ts';

interface City {
  /** Its name in both spellings, and its province by name and code, folded. */
  readonly names: readonly string[];
  readonly provinces: readonly string[];
  readonly people: number;
  readonly timeZone: string;
}

const BY_COUNTRY: ReadonlyMap<string, readonly City[]> = Map.groupBy(
  cityMapping.filter(({ timezone }) => timezone).map(toCity),
  ({ country }) => country,
);

/**
 * The time zone of a place: that of the city, of its province where the city is not in the table, of most people in the country
 * where neither is; of a country without a city in the table the first that ICU lists.
 * @returns undefined for a country of which nothing is known
 */
export function timeZoneOf({ city, region, country }: Region): string | undefined {
  if (!country) return undefined;
  const cities = BY_COUNTRY.get(country) ?? [];
  const [name, province] = [fold(city), fold(region)];
  const sameName = cities.filter(({ names }) => names.includes(name));
  const sameProvince = cities.filter(({ provinces }) => provinces.includes(province));
  const both = sameName.filter((candidate) => sameProvince.includes(candidate));
  const told = [both, sameName, sameProvince, cities].find((found) => found.length > 0);
  return told === undefined ? zonesOf(country)[0] : zoneOfMost(told);
}

/** The zone in which most people of these cities live. */
function zoneOfMost(cities: readonly City[]): string | undefined {
  const people = new Map<string, number>();
  for (const { timeZone, people: count } of cities) people.set(timeZone, (people.get(timeZone) ?? 0) + count);
  return [...people].toSorted(([a, most], [b, more]) => more - most || (a < b ? -1 : 1))[0]?.[0];
}

function zonesOf(country: string): readonly string[] {
  // In Node 24 and not yet in TypeScript's library: https://tc39.es/proposal-intl-locale-info/
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined };
  return locale.getTimeZones() ?? [];
}

function toCity(row: (typeof cityMapping)[number]): City & { readonly country: string } {
  return {
    country: row.iso2,
    names: [fold(row.city), fold(row.city_ascii)],
    provinces: [fold(row.province), fold(row.state_ansi)],
    people: row.pop,
    timeZone: row.timezone,
  };
}

/** Lower-case and without accents; what is missing is a text that no name is. */
function fold(text: string | null | undefined): string {
  const folded = (text ?? '').normalize('NFD').replace(/\p{Mark}/gu, '');
  return folded.trim().toLowerCase() || '\u0000';
}
