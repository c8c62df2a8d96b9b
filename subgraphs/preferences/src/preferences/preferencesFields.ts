import type { PreferencesResolvers } from '../generated/resolvers.ts';
import { preferencesOf } from './preferencesOf.ts';

/** Preferences' fields: what was chosen, else what is derived. */
export const preferencesFields: PreferencesResolvers = {
  __resolveReference: ({ id }, ctx) => preferencesOf(id, ctx),
  language: ({ chosen, derived }) => chosen.language ?? derived.language,
  currency: ({ chosen, derived }) => chosen.currency ?? derived.currency,
  units: ({ chosen, derived }) => chosen.units ?? derived.units,
  timeZone: ({ chosen, derived }) => chosen.timeZone ?? derived.timeZone,
  chosen: ({ chosen }) => [
    ...(chosen.language === null ? [] : (['LANGUAGE'] as const)),
    ...(chosen.currency === null ? [] : (['CURRENCY'] as const)),
    ...(chosen.units === null ? [] : (['UNITS'] as const)),
    ...(chosen.timeZone === null ? [] : (['TIME_ZONE'] as const)),
  ],
  derivedFrom: ({ country }) => country,
};
