import { deriveDefaults } from '../region/deriveDefaults.ts';
import type { Region } from '../region/Region.ts';
import type { Choice } from './checkChoice.ts';
import type { PreferencesDocument } from './PreferencesDocument.ts';

/** The preferences of a member of whom only is known where they live. News of products go to who asks for them. */
export function firstPreferences(memberId: string, region: Region): PreferencesDocument {
  return {
    _id: memberId,
    country: region.country ?? null,
    derived: deriveDefaults(region),
    chosen: { language: null, currency: null, units: null, timeZone: null },
    channels: ['INBOX', 'EMAIL'],
    topics: ['ORDERS', 'PAYMENTS', 'SUBSCRIPTION', 'POSTS'],
  };
}

/** What a new place makes of the derived part; what was chosen is not touched. */
export function decideRegion(region: Region): Pick<PreferencesDocument, 'country' | 'derived'> {
  return { country: region.country ?? null, derived: deriveDefaults(region) };
}

/** What a choice makes of preferences. */
export function decideChoice(
  { chosen, channels, topics }: Pick<PreferencesDocument, 'chosen' | 'channels' | 'topics'>,
  choice: Choice,
): Pick<PreferencesDocument, 'chosen' | 'channels' | 'topics'> {
  const { language, currency, units, timeZone } = { ...chosen, ...choice };
  return {
    chosen: { language, currency, units, timeZone },
    channels: choice.channels ?? channels,
    topics: choice.topics ?? topics,
  };
}
