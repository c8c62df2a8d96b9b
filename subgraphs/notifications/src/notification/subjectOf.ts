import type { NotificationKind } from '../generated/resolvers.ts';
import type { NotificationDocument } from './NotificationDocument.ts';

const TYPES: Readonly<Record<NotificationKind, 'Post' | 'Comment' | 'Order' | 'Payment' | 'Member'>> = {
  POST_PUBLISHED: 'Post',
  COMMENT_ADDED: 'Comment',
  ORDER_PAID: 'Order',
  ORDER_FULFILLED: 'Order',
  ORDER_CANCELLED: 'Order',
  PAYMENT_DECLINED: 'Payment',
  PAYMENT_REFUNDED: 'Payment',
  SUBSCRIPTION_ACTIVATED: 'Member',
  SUBSCRIPTION_REFUSED: 'Member',
  SUBSCRIPTION_CANCELLED: 'Member',
  SUBSCRIPTION_ENDING: 'Member',
  SUBSCRIPTION_LAPSED: 'Member',
};

/** The reference of what a notification is about. */
export const subjectOf = ({ kind, subjectId }: NotificationDocument) => ({ __typename: TYPES[kind], id: subjectId });
