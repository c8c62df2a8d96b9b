import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** A request for a subscription that was taken: the same command again finds it. */
interface SubscriptionKey extends RecordDocument {
  memberId: string;
  at: Date;
}

/** Private: goes when the member does. */
export const subscriptionKey = recordSchema<SubscriptionKey>(
  { memberId: { type: String, required: true }, at: { type: Date, required: true } },
  [{ name: 'member', fields: { memberId: 1 } }],
);
