import { derivedId, InputCheck, requireMember, WellspringError } from '@wellspring/kit';
import type { PaymentsContext } from '../context.ts';
import type { MutationResolvers, QueryResolvers } from '../generated/resolvers.ts';
import type { PaymentProvider } from '../provider/PaymentProvider.ts';

/** The acting member's cards, the one that is charged first. */
export const myPaymentMethods: NonNullable<QueryResolvers['myPaymentMethods']> = (_root, _args, ctx) =>
  ctx.records.PaymentMethod.find({ memberId: requireMember(ctx) })
    .sort({ savedAt: -1 })
    .lean()
    .exec();

/** Saving and forgetting cards. A card that is saved again is one card, and the one that is charged. */
export function methodMutations(
  providerFor: (ctx: PaymentsContext) => PaymentProvider,
): Pick<MutationResolvers, 'savePaymentMethod' | 'removePaymentMethod'> {
  return {
    async savePaymentMethod(_root, { cardToken }, ctx) {
      const memberId = requireMember(ctx);
      const check = new InputCheck();
      const token = check.text('cardToken', cardToken, { max: 200 });
      check.throwFaults();
      const card = await providerFor(ctx).describe(token);
      check.expect(
        card !== null,
        'cardToken',
        'Expected a token that the payment provider gave, got one that it does not know.',
      );
      check.throwFaults();
      const _id = derivedId('card', memberId, token);
      return ctx.records.PaymentMethod.findOneAndUpdate(
        { _id },
        { $set: { ...card, memberId, token, savedAt: ctx.clock.now() } },
        { upsert: true, returnDocument: 'after', lean: true },
      );
    },

    async removePaymentMethod(_root, { id }, ctx) {
      const { deletedCount } = await ctx.records.PaymentMethod.deleteOne({ _id: id, memberId: requireMember(ctx) });
      if (deletedCount === 0)
        throw new WellspringError('NOT_FOUND', `Expected a card of yours with id "${id}", got none.`);
      return id;
    },
  };
}
