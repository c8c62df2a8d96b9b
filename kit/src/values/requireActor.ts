import { WellspringError } from '../errors/WellspringError.ts';
import type { Actor } from '../unit/Actor.ts';

/** The part of a unit's context that says who asks. */
export interface ActorContext {
  readonly actor: Actor | null;
}

/**
 * The id of the acting member.
 * @throws WellspringError UNAUTHENTICATED when nobody is signed in, FORBIDDEN when somebody else than a member is
 */
export function requireMember({ actor }: ActorContext): string {
  if (actor?.kind === 'member') return actor.memberId;
  if (actor === null)
    throw new WellspringError('UNAUTHENTICATED', 'Expected an acting member, got nobody: sign in first.');
  throw new WellspringError('FORBIDDEN', `Expected an acting member, got ${actor.kind}: only a member may do this.`);
}

/**
 * The name of the acting staff.
 * @throws WellspringError UNAUTHENTICATED when nobody is signed in, FORBIDDEN when somebody else than staff is
 */
export function requireStaff({ actor }: ActorContext): string {
  if (actor?.kind === 'staff') return actor.name;
  if (actor === null) throw new WellspringError('UNAUTHENTICATED', 'Expected acting staff, got nobody: sign in first.');
  throw new WellspringError('FORBIDDEN', `Expected acting staff, got ${actor.kind}: only staff may do this.`);
}
