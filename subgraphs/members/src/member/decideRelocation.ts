import { InputCheck } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { AddressInput } from '../generated/resolvers.ts';
import { checkAddress } from './checkAddress.ts';
import type { AddressDocument, MemberDocument } from './MemberDocument.ts';

/** A new address, and the fact to record. */
export interface Relocation {
  readonly address: AddressDocument;
  readonly event: EventData<'members.MemberRelocated'>;
}

/**
 * What moving to that address means; null when the member lives there already.
 * @throws WellspringError BAD_INPUT with every fault
 */
export function decideRelocation(current: Pick<MemberDocument, 'address'>, input: AddressInput): Relocation | null {
  const check = new InputCheck();
  const address = checkAddress(check, input, '');
  check.throwFaults();

  const from = current.address;
  if (from !== null && isSameAddress(from, address)) return null;
  return { address, event: { previousCountry: from?.country ?? null, country: address.country } };
}

function isSameAddress(a: AddressDocument, b: AddressDocument): boolean {
  return (['street', 'postalCode', 'city', 'region', 'country'] as const).every((field) => a[field] === b[field]);
}
