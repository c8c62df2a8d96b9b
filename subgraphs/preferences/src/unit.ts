import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { followMember, forgetMember } from './preferences/followMember.ts';
import { resolvers } from './resolvers.ts';

/** Experience unit: golden source of what members prefer; copies where they live, from which it derives defaults. */
export const preferences = defineUnit({
  name: 'preferences',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  reactions: {
    'members.MemberJoined': followMember,
    'members.MemberRelocated': followMember,
    'members.MemberErased': forgetMember,
  },
});
