import type { Reaction, ReactionContext, ReactionEvent, Reactions } from '@wellspring/kit';
import type { EventName } from '@wellspring/schema';
import type { data } from '../data.ts';
import type { Alert } from './decideAlert.ts';
import type { Tell } from './tell.ts';

type Data = typeof data;
type Told = Pick<Alert, 'memberId' | 'kind' | 'facts'>;

/** What members are told when it happens. One thing is told once, by the event that says most of it. */
export function alertReactions(tell: Tell): Reactions<Data> {
  /** Alerts of an event about its entity; null: nothing is told. */
  const telling =
    <N extends EventName>(toAlert: (event: ReactionEvent<N>) => Told | null): Reaction<N, Data> =>
    async (event, ctx) => {
      const told = toAlert(event);
      if (told !== null) await tell([{ ...told, key: event.id, subjectId: event.entityId, at: event.at }], ctx);
    };

  return {
    'community.CommentAdded': (event, ctx) => tellOfComment(event, ctx, tell),

    'orders.OrderPaid': telling(({ data: { memberId } }) => ({ memberId, kind: 'ORDER_PAID' })),
    'orders.OrderFulfilled': telling(({ data: { memberId } }) => ({ memberId, kind: 'ORDER_FULFILLED' })),
    // That it was declined is told with the payment.
    'orders.OrderCancelled': telling(({ data: { memberId, reason } }) =>
      reason === 'PAYMENT_DECLINED'
        ? null
        : { memberId, kind: 'ORDER_CANCELLED', facts: { ...(reason ? { reason } : {}) } },
    ),
    // Of a subscription members tells, who know the plan.
    'payments.PaymentDeclined': telling(({ data: { memberId, purpose, amount, reason } }) =>
      purpose === 'SUBSCRIPTION' ? null : { memberId, kind: 'PAYMENT_DECLINED', facts: { ...amount, reason } },
    ),
    'payments.PaymentRefunded': telling(({ data: { memberId, amount } }) => ({
      memberId,
      kind: 'PAYMENT_REFUNDED',
      facts: { ...amount },
    })),

    'members.SubscriptionActivated': telling(({ entityId: memberId, data: { plan, paidUntil } }) => ({
      memberId,
      kind: 'SUBSCRIPTION_ACTIVATED',
      facts: { plan, paidUntil },
    })),
    'members.SubscriptionRefused': telling(({ entityId: memberId, data: { plan, reason } }) => ({
      memberId,
      kind: 'SUBSCRIPTION_REFUSED',
      facts: { plan, reason },
    })),
    'members.SubscriptionCancelled': telling(({ entityId: memberId, data: { plan, paidUntil } }) => ({
      memberId,
      kind: 'SUBSCRIPTION_CANCELLED',
      facts: { plan, paidUntil },
    })),
    'members.SubscriptionLapsed': telling(({ entityId: memberId, data: { plan, paidUntil } }) => ({
      memberId,
      kind: 'SUBSCRIPTION_LAPSED',
      facts: { plan, paidUntil },
    })),
  };
}

/** The post's author is told, unless it is their own comment. */
async function tellOfComment(
  { id, entityId, at, data: { postId, authorId, postAuthorId } }: ReactionEvent<'community.CommentAdded'>,
  ctx: ReactionContext<Data>,
  tell: Tell,
): Promise<void> {
  if (authorId === postAuthorId) return;
  const about = [postId, entityId, authorId];
  const told = { memberId: postAuthorId, kind: 'COMMENT_ADDED', actorId: authorId, about } as const;
  await tell([{ ...told, key: id, subjectId: entityId, at }], ctx);
}
