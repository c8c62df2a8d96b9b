import { formatMoney, parseMoney } from '@wellspring/kit';
import type { Facts, NotificationDocument } from './NotificationDocument.ts';

/** What a member reads. */
export interface Words {
  readonly title: string;
  readonly body: string;
}

/** What the words need beside the notification, as it is known when they are read; null where it is gone or not to be had. */
export interface Known {
  readonly actor: string | null;
  readonly excerpt: string | null;
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** A notification in words. */
export function describe(
  { kind, facts }: Pick<NotificationDocument, 'kind' | 'facts'>,
  { actor, excerpt }: Known,
): Words {
  const who = actor ?? 'Somebody';
  const quoted = excerpt === null ? null : `“${excerpt}”`;
  const plan = facts.plan === undefined ? 'subscription' : `${facts.plan.toLowerCase()} subscription`;
  const until = facts.paidUntil === undefined ? 'then' : day.format(new Date(facts.paidUntil));
  switch (kind) {
    case 'POST_PUBLISHED':
      return { title: `${who} published a post`, body: quoted ?? 'Open it to read what they wrote.' };
    case 'COMMENT_ADDED':
      return {
        title: `${who} commented on your post`,
        body: quoted === null ? 'Open the post to read the comment.' : `They had something to say to ${quoted}.`,
      };
    case 'ORDER_PAID':
      return { title: 'Your order is paid', body: 'We received your payment, and prepare your order.' };
    case 'ORDER_FULFILLED':
      return { title: 'Your order was handed over', body: 'Everything that you ordered is on its way, or with you.' };
    case 'ORDER_CANCELLED':
      return {
        title: 'Your order is cancelled',
        body: `${facts.reason === 'STAFF' ? 'We cancelled it.' : 'You cancelled it.'} What was paid for it comes back to you.`,
      };
    case 'PAYMENT_DECLINED':
      return {
        title: 'Your payment was declined',
        body: `${sum(facts)} could not be charged: ${why(facts.reason)}. The order is cancelled.`,
      };
    case 'PAYMENT_REFUNDED':
      return { title: 'You get money back', body: `${sum(facts)} goes back to where it was paid from.` };
    case 'SUBSCRIPTION_ACTIVATED':
      return { title: 'Your subscription is active', body: `Your ${plan} is paid for until ${until}.` };
    case 'SUBSCRIPTION_REFUSED':
      return {
        title: 'Your subscription could not be charged',
        body: `Your ${plan} was not paid: ${why(facts.reason)}.`,
      };
    case 'SUBSCRIPTION_CANCELLED':
      return {
        title: 'Your subscription is cancelled',
        body: `You can use your ${plan} until ${until}; it is not renewed.`,
      };
    case 'SUBSCRIPTION_ENDING':
      return {
        title: `Your subscription is paid for until ${until}`,
        body: `Your ${plan} ends then, unless it renews: in that case your card is charged shortly before.`,
      };
    case 'SUBSCRIPTION_LAPSED':
      return {
        title: 'Your subscription has lapsed',
        body: `Your ${plan} was paid for until ${until}. Subscribe again to go on.`,
      };
  }
}

function sum({ amount, currency }: Facts): string {
  if (amount === undefined || currency === undefined) return 'The amount';
  const money = formatMoney(parseMoney({ amount, currency }));
  return `${money.amount} ${money.currency}`;
}

const REASONS: Readonly<Record<string, string>> = {
  NO_PAYMENT_METHOD: 'you have no card saved',
  NO_ANSWER: 'the payment provider did not answer',
  INSUFFICIENT_FUNDS: 'the card has not enough funds',
  CARD_EXPIRED: 'the card has expired',
};

const why = (reason = ''): string => REASONS[reason] ?? 'the card was refused';
