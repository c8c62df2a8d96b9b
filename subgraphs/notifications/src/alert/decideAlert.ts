import { derivedId } from '@wellspring/kit';
import type { Choice, NotificationChannel, NotificationTopic } from '../delivery/Choice.ts';
import type { DeliveryAdapter } from '../delivery/DeliveryAdapter.ts';
import type { NotificationKind } from '../generated/resolvers.ts';
import type { Facts, NotificationDocument } from '../notification/NotificationDocument.ts';

/** Something that a member may want to be told. */
export interface Alert {
  readonly memberId: string;
  readonly kind: NotificationKind;
  /** With kind and member it is told once: what happened, by an id. */
  readonly key: string;
  readonly subjectId: string;
  readonly actorId?: string;
  readonly about?: readonly string[];
  readonly facts?: Facts;
  /** When it happened. */
  readonly at: Date;
}

const TOPICS: Readonly<Record<NotificationKind, NotificationTopic>> = {
  POST_PUBLISHED: 'POSTS',
  COMMENT_ADDED: 'POSTS',
  ORDER_PAID: 'ORDERS',
  ORDER_FULFILLED: 'ORDERS',
  ORDER_CANCELLED: 'ORDERS',
  PAYMENT_DECLINED: 'PAYMENTS',
  PAYMENT_REFUNDED: 'PAYMENTS',
  SUBSCRIPTION_ACTIVATED: 'SUBSCRIPTION',
  SUBSCRIPTION_REFUSED: 'SUBSCRIPTION',
  SUBSCRIPTION_CANCELLED: 'SUBSCRIPTION',
  SUBSCRIPTION_ENDING: 'SUBSCRIPTION',
  SUBSCRIPTION_LAPSED: 'SUBSCRIPTION',
};

/** What happened longer ago is for the inbox alone: a unit that was away, or is new, mails nobody last month's news. */
const NEWS = 24 * 3_600_000; // ms

/** The channels by which a member wants to be told of something; without a choice: inbox, and e-mail of what is about money. */
export function wantedChannels(kind: NotificationKind, choice: Choice | null): readonly NotificationChannel[] {
  const topic = TOPICS[kind];
  const { channels, topics } = choice ?? {};
  if (!channels || !topics) return topic === 'POSTS' ? ['INBOX'] : ['INBOX', 'EMAIL'];
  return topics.includes(topic) ? channels : [];
}

/** The notification of an alert; null when the member wants none. */
export function decideAlert(
  alert: Alert,
  choice: Choice | null,
  { adapters, now }: { readonly adapters: readonly DeliveryAdapter[]; readonly now: Date },
): NotificationDocument | null {
  const { memberId, kind, key, subjectId, actorId = null, about = [], facts = {}, at } = alert;
  const wanted = wantedChannels(kind, choice);
  const isNews = now.getTime() - at.getTime() < NEWS;
  const used = adapters.filter(({ channel }) => wanted.includes(channel) && (channel === 'INBOX' || isNews));
  if (used.length === 0) return null;
  return {
    _id: derivedId('notification', kind, key, memberId),
    ...{ memberId, kind, subjectId, actorId, about: [...about], facts, createdAt: at, readAt: null },
    ...{ inbox: false, email: null },
    ...Object.assign({}, ...used.map((adapter) => adapter.begin(now))),
  };
}
