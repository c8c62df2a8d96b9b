import { InputCheck } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { JoinMemberInput } from '../generated/resolvers.ts';
import { freeSubscription } from '../subscription/SubscriptionDocument.ts';
import { checkAddress } from './checkAddress.ts';
import type { MemberDocument } from './MemberDocument.ts';
import { profileRules } from './profileRules.ts';

/** A new member, on the free plan, and the fact to record. */
export interface Join {
  readonly document: MemberDocument;
  readonly event: EventData<'members.MemberJoined'>;
}

/**
 * What joining with this input makes of nothing. `check` may hold faults of what came with it.
 * @throws WellspringError BAD_INPUT with every fault
 */
export function decideJoin(
  input: JoinMemberInput,
  { id, now, check = new InputCheck() }: { readonly id: string; readonly now: Date; readonly check?: InputCheck },
): Join {
  const email = profileRules.email(check, input.email);
  const document: MemberDocument = {
    _id: id,
    displayName: profileRules.displayName(check, input.displayName),
    handle: profileRules.handle(check, input.handle),
    email,
    emailKey: email.toLowerCase(),
    avatarUrl: profileRules.avatarUrl(check, input.avatarUrl),
    address: input.address ? checkAddress(check, input.address, 'address') : null,
    subscription: freeSubscription,
    joinedAt: now,
  };
  check.throwFaults();
  return { document, event: { country: document.address?.country ?? null } };
}
