import { defineUnit } from '@wellspring/kit';
import type { PaymentsContext } from './context.ts';
import { data } from './data.ts';
import { chargeSubscription, forgetMember } from './payment/followMember.ts';
import { chargeOrder, refundOrder } from './payment/followOrder.ts';
import type { PaymentProvider } from './provider/PaymentProvider.ts';
import { sandboxProvider } from './provider/sandboxProvider.ts';
import { resolversWith } from './resolvers.ts';
import { settlePayments } from './settle/settlePayments.ts';

/** System unit: golden source of payments. Charges orders and subscriptions through a provider. */
export const paymentsWith = (providerFor: (ctx: PaymentsContext) => PaymentProvider) =>
  defineUnit({
    name: 'payments',
    folder: new URL('../', import.meta.url),
    ...data,
    resolvers: resolversWith(providerFor),
    reactions: {
      'orders.OrderPlaced': chargeOrder,
      'orders.OrderCancelled': refundOrder,
      'members.SubscriptionRequested': chargeSubscription,
      'members.MemberErased': forgetMember,
    },
    schedule: { settle: settlePayments(providerFor) },
  });

/** With the sandbox provider: test cards, no money. */
export const payments = paymentsWith(sandboxProvider);
