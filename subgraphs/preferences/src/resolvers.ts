import type { Resolvers } from './generated/resolvers.ts';

/** Every resolver of preferences; the kit adds scalars, ids and references. */
export const resolvers: Resolvers = {
  Preferences: {
    language: ({ chosen, derived }) => chosen.language ?? derived.language,
  },
};
