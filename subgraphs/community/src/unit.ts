import { defineUnit } from '@wellspring/kit';
import { removeComments } from './comment/removeComments.ts';
import { data } from './data.ts';
import { eraseMember, sweepErased } from './member/eraseMember.ts';
import { resolvers } from './resolvers.ts';

/** Experience unit: golden source of posts, comments and follows; copies how their authors are shown. */
export const community = defineUnit({
  name: 'community',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  reactions: {
    'community.PostRemoved': removeComments,
    'members.MemberErased': eraseMember,
  },
  schedule: { sweepErased },
});
