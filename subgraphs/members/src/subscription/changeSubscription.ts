import type { EntityInstance } from '@wellspring/kit';
import type { MemberDocument } from '../member/MemberDocument.ts';
import type { SubscriptionChange } from './decideSubscription.ts';
import type { MemberSubscriptionDocument } from './SubscriptionDocument.ts';

/** A loaded member's subscription as a plain object, for a decision. */
export function subscriptionOf(member: EntityInstance<MemberDocument>): MemberSubscriptionDocument {
  return member.toObject().subscription;
}

/** Writes what was decided and the fact of it. */
export async function changeSubscription(
  member: EntityInstance<MemberDocument>,
  { subscription, type, event }: SubscriptionChange,
): Promise<void> {
  member.set({ subscription });
  member.record(type, event);
  await member.save();
}
