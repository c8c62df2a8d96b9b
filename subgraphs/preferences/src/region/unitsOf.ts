import measurement from 'cldr-core/supplemental/measurementData.json' with { type: 'json' };
import type { MeasurementSystem } from '../preferences/PreferencesDocument.ts';

const BY_COUNTRY: Readonly<Record<string, string>> = measurement.supplemental.measurementData.measurementSystem;

/** The units in which one measures in a country. CLDR's two systems of miles, "US" and "UK", are one here. */
export function unitsOf(country: string): MeasurementSystem {
  return (BY_COUNTRY[country] ?? 'metric') === 'metric' ? 'METRIC' : 'IMPERIAL';
}
