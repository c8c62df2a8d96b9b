import { derivedId, duplicateField, isWellspringError, newId, requireMember } from '@wellspring/kit';
import type { OrdersContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { checkPlaceOrder, type WantedLine } from './checkPlaceOrder.ts';
import { decidePlaceOrder, type PlaceOrderFacts } from './decidePlaceOrder.ts';

/** Places an order for the acting member, from this unit's own copies of members and products. */
export const placeOrder: NonNullable<MutationResolvers['placeOrder']> = async (_root, { input }, ctx) => {
  const memberId = requireMember(ctx);
  const { lines, idempotencyKey } = checkPlaceOrder(input);
  const orderId = idempotencyKey === null ? newId() : derivedId('order', memberId, idempotencyKey);
  const placedBefore = () => ctx.models.Order.findById(orderId).exec();

  // A repeat is answered first: it holds whatever became of prices, products and the copies since.
  const before = idempotencyKey === null ? null : await placedBefore();
  if (before !== null) return before;

  const { document, event } = decidePlaceOrder({
    orderId,
    memberId,
    lines,
    now: ctx.clock.now(),
    ...(await loadCopies(ctx, memberId, lines)),
  });
  const order = new ctx.models.Order(document);
  order.record('OrderPlaced', event);
  try {
    await order.save();
    return order;
  } catch (error) {
    // The same command at the same time, in another request: its order is this one's too.
    if (idempotencyKey !== null && duplicateField(error) === '_id') return placedBefore();
    throw error;
  }
};

/**
 * What the copies say.
 * @throws WellspringError REPLICA_UNAVAILABLE when the member or a product is neither here nor to be had from its owner
 */
async function loadCopies(
  { replicas, log }: OrdersContext,
  memberId: string,
  lines: readonly WantedLine[],
): Promise<Pick<PlaceOrderFacts, 'memberExists' | 'products' | 'country'>> {
  const [member, location, products] = await Promise.all([
    replicas.member.load(memberId),
    replicas.location.load(memberId).catch((error: unknown) => {
      if (!isWellspringError(error)) throw error;
      log.warn({ err: error, memberId }, 'the copy of where a member lives is missing: the order goes without it');
      return null;
    }),
    Promise.all(lines.map(async ({ productId }) => [productId, await replicas.product.load(productId)] as const)),
  ]);
  return { memberExists: member !== null, country: location?.country ?? null, products: new Map(products) };
}
