import type { Resolvers } from './generated/resolvers.ts';
import { memberFields } from './member/memberFields.ts';
import { memberMutations } from './member/memberMutations.ts';
import { memberQueries } from './member/memberQueries.ts';
import { subscriptionMutations } from './subscription/subscriptionMutations.ts';

/** Every resolver of members; the kit adds scalars, ids and references. */
export const resolvers: Resolvers = {
  Query: memberQueries,
  Mutation: { ...memberMutations, ...subscriptionMutations },
  Member: memberFields,
};
