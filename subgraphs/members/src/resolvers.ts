import type { Resolvers } from './generated/resolvers.ts';
import type { KeyRing } from './keys/KeyRing.ts';
import { memberFields } from './member/memberFields.ts';
import { memberMutations } from './member/memberMutations.ts';
import { memberQueries } from './member/memberQueries.ts';
import { createSessionMutations } from './session/sessionMutations.ts';
import { subscriptionMutations } from './subscription/subscriptionMutations.ts';

/** Every resolver of members; the kit adds scalars, ids and references. */
export const createResolvers = (keys: KeyRing): Resolvers => ({
  Query: memberQueries,
  Mutation: { ...memberMutations, ...createSessionMutations(keys), ...subscriptionMutations },
  Member: memberFields,
});
