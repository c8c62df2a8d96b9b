import { forEachBounded } from './forEachBounded.ts';
import { memberIdOf } from './memberIdOf.ts';
import { planPreferences } from './planPreferences.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist } from './SeedTarget.ts';

const MINE = 'query Mine { myPreferences { chosen channels topics } }';
const CHOOSE = 'mutation Choose($input: ChoosePreferencesInput!) { choosePreferences(input: $input) { id } }';

interface Mine {
  readonly myPreferences: { readonly chosen: string[]; readonly channels: string[]; readonly topics: string[] } | null;
}

/** What some members choose, who have not chosen anything yet. */
export const preferencesPhase: SeedPhase = {
  name: 'preferences',
  needs: ['members', 'preferences'],
  after: ['members'],
  async run({ target, members, seed, memberIds, onDone }) {
    const url = target('preferences');
    const planned = planPreferences(members, seed);
    let created = 0;
    let done = 0;
    await forEachBounded(planned, CONCURRENCY, async ({ member, input }) => {
      const actor = memberIdOf(member, members, memberIds);
      const { myPreferences } = await persist<Mine>(url, { query: MINE, actor });
      if (myPreferences === null || !hasChosen(myPreferences)) {
        // The unit may not have heard yet of a member who joined a moment ago.
        await persist(url, { query: CHOOSE, variables: { input }, actor }, 'MEMBER_UNKNOWN');
        created += 1;
      }
      done += 1;
      onDone(done, planned.length);
    });
    return { total: planned.length, created };
  },
};

/** Whether anything is not as it is at first. */
function hasChosen({ chosen, channels, topics }: NonNullable<Mine['myPreferences']>): boolean {
  return chosen.length > 0 || channels.length !== 2 || topics.length !== 4 || topics.includes('PRODUCT_NEWS');
}
