import { WellspringError } from '@wellspring/kit';
import type { PreferencesContext } from '../context.ts';
import { firstPreferences } from './decidePreferences.ts';
import type { PreferencesDocument } from './PreferencesDocument.ts';

/**
 * A member's preferences: what is stored, else what follows from where they live. Null when there is no such member.
 * What is stored needs no copy and no owner.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN unless it is the member, staff or replication who asks;
 *   REPLICA_UNAVAILABLE when nothing is stored, where they live is not here, and members does not answer
 */
export async function preferencesOf(memberId: string, ctx: PreferencesContext): Promise<PreferencesDocument | null> {
  assertMayRead(memberId, ctx);
  const stored = await ctx.entities.Preferences.load(memberId);
  if (stored !== null) return stored;
  const location = await ctx.replicas.location.load(memberId);
  return location === null ? null : firstPreferences(memberId, location);
}

function assertMayRead(memberId: string, { actor }: PreferencesContext): void {
  if (actor === null)
    throw new WellspringError('UNAUTHENTICATED', 'Expected somebody to act, got nobody: sign in first.');
  if (actor.kind === 'staff' || actor.kind === 'replication') return;
  if (actor.kind === 'member' && actor.memberId === memberId) return;
  throw new WellspringError('FORBIDDEN', 'Preferences answer only the member they are of, and staff.');
}
