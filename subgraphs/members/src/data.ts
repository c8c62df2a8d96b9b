import { declareData } from '@wellspring/kit';
import { memberSchema } from './member/memberSchema.ts';
import { subscriptionKey } from './subscription/SubscriptionKey.ts';

/** What the unit owns, what it copies, and what it keeps for itself. */
export const data = declareData({
  entities: { Member: memberSchema },
  replicas: {},
  records: { SubscriptionKey: subscriptionKey },
});
