import { paginate, requireMember, WellspringError } from '@wellspring/kit';
import type { NotificationsContext } from '../context.ts';
import type { MutationResolvers, NotificationResolvers, QueryResolvers } from '../generated/resolvers.ts';
import type { NotificationDocument } from './NotificationDocument.ts';
import { subjectOf } from './subjectOf.ts';
import { wordsOf } from './wordsOf.ts';

const newestFirst = { createdAt: -1 } as const;

/** How notifications are found: everybody's own. */
export const notificationQueries: QueryResolvers = {
  notification: (_root, { id }, ctx) => loadOwn(id, ctx),

  myNotifications: (_root, { unreadOnly, ...page }, ctx) => {
    const filter = { memberId: requireMember(ctx), inbox: true, ...(unreadOnly === true ? { readAt: null } : {}) };
    return paginate(ctx.models.Notification, { filter, sort: newestFirst }, page);
  },

  unreadNotifications: (_root, _args, ctx) =>
    ctx.models.Notification.countDocuments({ memberId: requireMember(ctx), inbox: true, readAt: null }).exec(),
};

/** How they are marked as read. Guarded by what is unread alone: what an e-mail's delivery writes meanwhile does not matter. */
export const notificationMutations: MutationResolvers = {
  async markNotificationRead(_root, { id }, ctx) {
    const found = await loadOwn(id, ctx);
    if (found === null) throw new WellspringError('NOT_FOUND', `Expected a notification with id "${id}", got none.`);
    if (found.readAt !== null) return found;
    const readAt = ctx.clock.now();
    await ctx.models.Notification.updateOne({ _id: id, readAt: null }, { $set: { readAt } });
    ctx.entities.Notification.clear(id);
    return ctx.entities.Notification.load(id);
  },

  async markAllNotificationsRead(_root, _args, ctx) {
    const { modifiedCount } = await ctx.models.Notification.updateMany(
      { memberId: requireMember(ctx), inbox: true, readAt: null },
      { $set: { readAt: ctx.clock.now() } },
    );
    return modifiedCount;
  },
};

/** Notification's fields that are not simply in its document. Whichever way somebody comes by one, it is theirs or they get none. */
export const notificationFields: NotificationResolvers = {
  __resolveReference: ({ id }, ctx) => loadOwn(id, ctx),
  member: ({ memberId }) => ({ id: memberId }),
  actor: ({ actorId }) => (actorId === null ? null : { id: actorId }),
  title: async (notification, _args, ctx) => (await wordsOf(notification, ctx)).title,
  body: async (notification, _args, ctx) => (await wordsOf(notification, ctx)).body,
  subject: subjectOf,
  email: ({ email }) => email?.status ?? null,
};

/**
 * One of the acting member's notifications; null when there is none.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN
 */
async function loadOwn(id: string, ctx: NotificationsContext): Promise<NotificationDocument | null> {
  const memberId = requireMember(ctx);
  const found = await ctx.entities.Notification.load(id);
  if (found !== null && found.memberId !== memberId)
    throw new WellspringError('FORBIDDEN', 'A notification answers only the member it is for.');
  return found;
}
