import { duplicateField, type EntityInstance, requireMember, WellspringError } from '@wellspring/kit';
import type { PreferencesContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { checkChoice } from './checkChoice.ts';
import { decideChoice, firstPreferences } from './decidePreferences.ts';
import type { PreferencesDocument } from './PreferencesDocument.ts';

/** Chooses what is given. */
export const choosePreferences: NonNullable<MutationResolvers['choosePreferences']> = async (_root, { input }, ctx) => {
  const memberId = requireMember(ctx);
  const choice = checkChoice(input);
  const choose = async (stored: EntityInstance<PreferencesDocument> | null) => {
    const preferences = stored ?? (await open(memberId, ctx));
    preferences.set(decideChoice(preferences.toObject(), choice));
    return preferences.save();
  };
  const load = () => ctx.models.Preferences.findById(memberId).exec();
  try {
    return await choose(await load());
  } catch (error) {
    if (duplicateField(error) !== '_id') throw error;
    return choose(await load()); // the reaction to MemberJoined was faster
  }
};

/** @throws WellspringError MEMBER_UNKNOWN, REPLICA_UNAVAILABLE */
async function open(memberId: string, { models, replicas }: PreferencesContext) {
  const location = await replicas.location.load(memberId);
  if (location === null)
    throw new WellspringError('MEMBER_UNKNOWN', `Expected the acting member to exist, got none with id "${memberId}".`);
  return new models.Preferences(firstPreferences(memberId, location));
}
