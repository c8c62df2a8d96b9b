import { WellspringError } from '@wellspring/kit';
import type { InsightsContext } from '../context.ts';

/**
 * Row-level rights: what a customer bought is for that member and staff, in development too.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN
 */
export function assertMayRead({ actor }: Pick<InsightsContext, 'actor'>, memberId: string): void {
  if (actor === null)
    throw new WellspringError('UNAUTHENTICATED', 'Expected a member or staff, got nobody: sign in first.');
  if (actor.kind === 'staff' || (actor.kind === 'member' && actor.memberId === memberId)) return;
  throw new WellspringError('FORBIDDEN', 'An overview answers the member it is about, and staff.');
}
