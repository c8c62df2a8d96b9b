import { InputCheck } from '@wellspring/kit';
import type { UpdateProfileInput } from '../generated/resolvers.ts';
import type { MemberDocument } from './MemberDocument.ts';
import { profileRules } from './profileRules.ts';

/** The parts of a member that updateProfile may change. */
export type Profile = Pick<MemberDocument, 'displayName' | 'handle' | 'email' | 'avatarUrl'>;

/** What changes, and the names of the fields that the caller sees changed; no names, nothing to write. */
export interface ProfileUpdate {
  readonly changes: Partial<Profile & Pick<MemberDocument, 'emailKey'>>;
  readonly fields: (keyof Profile)[];
}

/**
 * What this input makes of that profile: a field left out stays, a field that says what is already there changes nothing.
 * @throws WellspringError BAD_INPUT with every fault
 */
export function decideProfileUpdate(current: Profile, input: UpdateProfileInput): ProfileUpdate {
  const check = new InputCheck();
  const wanted: Partial<Profile> = {};
  for (const field of ['displayName', 'handle', 'email'] as const) {
    const value = input[field];
    if (value === null)
      check.expect(false, field, 'Expected a text or nothing, got null: a member cannot be without it.');
    else if (value !== undefined) wanted[field] = profileRules[field](check, value);
  }
  if (input.avatarUrl !== undefined) wanted.avatarUrl = profileRules.avatarUrl(check, input.avatarUrl);
  check.throwFaults();

  const fields = (Object.keys(wanted) as (keyof Profile)[]).filter((field) => wanted[field] !== current[field]);
  const changes = Object.fromEntries(fields.map((field) => [field, wanted[field]])) as ProfileUpdate['changes'];
  return {
    changes: changes.email === undefined ? changes : { ...changes, emailKey: changes.email.toLowerCase() },
    fields,
  };
}
