import { forEachBounded } from './forEachBounded.ts';
import { planCard } from './planCards.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist } from './SeedTarget.ts';

const MINE = `query Cards { myPaymentMethods { id } }`;
const SAVE = `mutation SaveCard($cardToken: String!) { savePaymentMethod(cardToken: $cardToken) { id } }`;

/** The planned members save a card who have none: what they order is charged to it. */
export const cardsPhase: SeedPhase = {
  name: 'cards',
  needs: ['members', 'payments'],
  after: ['members'],
  async run({ target, members, seed, memberIds, onDone }) {
    const url = target('payments');
    let total = 0;
    let created = 0;
    let done = 0;
    await forEachBounded(members, CONCURRENCY, async ({ input }, index) => {
      const cardToken = planCard(index, seed);
      const actor = memberIds.get(input.handle);
      if (actor === undefined) throw new Error(`Expected the id of member ${input.handle}, loaded before the cards.`);
      if (cardToken !== null) {
        const { myPaymentMethods } = await persist<{ myPaymentMethods: unknown[] }>(url, { query: MINE, actor });
        if (myPaymentMethods.length === 0) {
          await persist(url, { query: SAVE, variables: { cardToken }, actor });
          created += 1;
        }
        total += 1;
      }
      done += 1;
      onDone(done, members.length);
    });
    return { total, created };
  },
};
