import type { Resolvers } from './generated/resolvers.ts';
import { notificationFields, notificationMutations, notificationQueries } from './notification/notifications.ts';

/** Every resolver of notifications; the kit adds scalars, ids and the copied fields. */
export const resolvers: Resolvers = {
  Query: notificationQueries,
  Mutation: notificationMutations,
  Notification: notificationFields,
};
