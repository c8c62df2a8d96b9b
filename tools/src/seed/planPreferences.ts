import { fnv1a, mulberry32 } from '@wellspring/kit/random';
import { pick } from './pick.ts';
import type { PlannedMember } from './planMembers.ts';

/** What a member chooses, as the input of choosePreferences takes it. */
export interface PlannedPreferences {
  readonly member: number;
  readonly input: {
    readonly language?: string;
    readonly currency?: string;
    readonly units?: 'METRIC' | 'IMPERIAL';
    readonly channels?: readonly ('INBOX' | 'EMAIL')[];
    readonly topics?: readonly string[];
  };
}

/** What some choose; whoever is not among them lives with what is derived. */
const CHOICES: readonly PlannedPreferences['input'][] = [
  { language: 'en' },
  { language: 'en', currency: 'USD' },
  { currency: 'EUR' },
  { language: 'fr' },
  { units: 'METRIC' },
  { channels: ['INBOX'] },
  { channels: ['INBOX'], topics: ['ORDERS', 'PAYMENTS', 'SUBSCRIPTION'] },
  { topics: ['ORDERS', 'PAYMENTS', 'SUBSCRIPTION', 'POSTS', 'PRODUCT_NEWS'] },
  { topics: ['POSTS'] },
];

/** One member in four chooses something. Member i depends on the seed and on i alone. */
export function planPreferences(members: readonly PlannedMember[], seed: number): PlannedPreferences[] {
  return members.flatMap((_, member) => {
    const random = mulberry32(fnv1a(`preferences ${seed} ${member}`));
    return random() < 1 / 4 ? [{ member, input: pick(CHOICES, random) }] : [];
  });
}
