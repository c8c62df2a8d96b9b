import type { PaymentsContext } from './context.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { methodMutations, myPaymentMethods } from './method/methods.ts';
import { paymentFields } from './payment/paymentFields.ts';
import { memberPayments, orderPayment, paymentQueries } from './payment/paymentQueries.ts';
import { refundPayment } from './payment/refundPayment.ts';
import type { PaymentProvider } from './provider/PaymentProvider.ts';

/** Every resolver of payments; the kit adds scalars, ids and the copied fields. */
export const resolversWith = (providerFor: (ctx: PaymentsContext) => PaymentProvider): Resolvers => ({
  Query: { ...paymentQueries, myPaymentMethods },
  Mutation: { ...methodMutations(providerFor), refundPayment },
  Payment: paymentFields,
  PaymentMethod: { id: ({ _id }) => _id },
  Member: { payments: memberPayments },
  Order: { payment: orderPayment },
});
