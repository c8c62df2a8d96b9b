import { type Actor, WellspringError } from '@wellspring/kit';

/**
 * Who may remove what members wrote: the members it belongs to, and staff.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN
 */
export function assertMayRemove(actor: Actor | null, what: string, memberIds: readonly string[]): void {
  if (actor === null)
    throw new WellspringError('UNAUTHENTICATED', 'Expected somebody to act, got nobody: sign in first.');
  if (actor.kind === 'staff' || (actor.kind === 'member' && memberIds.includes(actor.memberId))) return;
  throw new WellspringError('FORBIDDEN', `${what} is another member's: whose it is and staff may remove it.`);
}
