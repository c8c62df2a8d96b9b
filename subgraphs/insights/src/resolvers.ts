import type { Resolvers } from './generated/resolvers.ts';
import { loadOverview } from './overview/loadOverview.ts';
import { overviewFields } from './overview/overviewFields.ts';

/** Every resolver of insights; the kit adds scalars, ids, references and the copied fields. */
export const resolvers: Resolvers = {
  Query: { customerOverview: (_root, { memberId }, ctx) => loadOverview(memberId, ctx) },
  CustomerOverview: overviewFields,
};
