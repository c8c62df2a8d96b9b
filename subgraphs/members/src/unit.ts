import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { resolvers } from './resolvers.ts';
import { followDue } from './subscription/followDue.ts';

/** System unit: golden source of members; copies nothing. */
export const members = defineUnit({
  name: 'members',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  schedule: { subscriptions: { every: 30_000, run: followDue } }, // ms
  erasable: { Member: 'MemberErased' },
  history: ['MemberCard'],
});
