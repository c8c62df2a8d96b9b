import { duplicateField, type EntityInstance, WellspringError } from '@wellspring/kit';
import type { MemberDocument } from './MemberDocument.ts';

/**
 * Writes a member.
 * @throws WellspringError HANDLE_TAKEN, EMAIL_TAKEN, CONFLICT
 */
export async function saveMember(member: EntityInstance<MemberDocument>): Promise<EntityInstance<MemberDocument>> {
  try {
    await member.save();
    return member;
  } catch (error) {
    const field = duplicateField(error);
    if (field === 'handle')
      throw new WellspringError('HANDLE_TAKEN', `The handle "${member.handle}" belongs to another member.`, {
        cause: error,
      });
    if (field === 'emailKey')
      throw new WellspringError('EMAIL_TAKEN', 'The e-mail address belongs to another member.', { cause: error });
    throw error;
  }
}
