import { WellspringError } from '@wellspring/kit';
import type { PaymentsContext } from '../context.ts';

/**
 * Row-level rights: what a member paid is for that member and staff.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN
 */
export function assertMayRead({ actor }: Pick<PaymentsContext, 'actor'>, memberId: string): void {
  if (actor === null)
    throw new WellspringError('UNAUTHENTICATED', 'Expected a member or staff, got nobody: sign in first.');
  if (actor.kind === 'staff' || (actor.kind === 'member' && actor.memberId === memberId)) return;
  throw new WellspringError('FORBIDDEN', 'Payments answer the member they are of, and staff.');
}
