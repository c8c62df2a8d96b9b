import { requireMember } from '@wellspring/kit';
import type { Resolvers } from './generated/resolvers.ts';
import { choosePreferences } from './preferences/choosePreferences.ts';
import { preferencesFields } from './preferences/preferencesFields.ts';
import { preferencesOf } from './preferences/preferencesOf.ts';

/** Every resolver of preferences; the kit adds scalars, ids and references. */
export const resolvers: Resolvers = {
  Query: {
    myPreferences: (_root, _args, ctx) => preferencesOf(requireMember(ctx), ctx),
    preferences: (_root, { memberId }, ctx) => preferencesOf(memberId, ctx),
  },
  Mutation: { choosePreferences },
  Preferences: preferencesFields,
  Member: { preferences: ({ id }, _args, ctx) => preferencesOf(id, ctx) },
};
