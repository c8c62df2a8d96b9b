import type { Reaction } from '@wellspring/kit';
import type { data } from '../data.ts';
import { decideRegion, firstPreferences } from './decidePreferences.ts';

/**
 * A member joined or moved: what they did not choose follows. The copy tells where they live, at least as of the event; a reaction
 * that comes late finds a newer place, and the later event nothing to change.
 */
export const followMember: Reaction<'members.MemberJoined' | 'members.MemberRelocated', typeof data> = async (
  { entityId },
  { models, replicas },
) => {
  const location = await replicas.location.load(entityId);
  if (location === null) return; // left meanwhile
  const stored = await models.Preferences.findById(entityId);
  if (stored === null) {
    await new models.Preferences(firstPreferences(entityId, location)).save();
    return;
  }
  stored.set(decideRegion(location));
  await stored.save();
};

/** A member left: so do their preferences. */
export const forgetMember: Reaction<'members.MemberErased', typeof data> = async ({ entityId }, { models }) => {
  await models.Preferences.deleteOne({ _id: entityId });
};
