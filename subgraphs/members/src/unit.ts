import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { resolvers } from './resolvers.ts';

/** System unit: golden source of members; copies nothing. */
export const members = defineUnit({
  name: 'members',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  erasable: { Member: 'MemberErased' },
  history: ['MemberCard'],
});
