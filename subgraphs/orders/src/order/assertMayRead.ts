import { WellspringError } from '@wellspring/kit';
import type { OrdersContext } from '../context.ts';

/**
 * Row-level rights: what a member bought is for that member and staff. In development the society's back office is open: whoever
 * tries the platform sees orders without signing in.
 * @param memberId null: of all members
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN
 */
export function assertMayRead(
  { actor, identity }: Pick<OrdersContext, 'actor' | 'identity'>,
  memberId: string | null,
): void {
  if (identity === 'development' || actor?.kind === 'staff' || actor?.kind === 'replication') return;
  if (actor === null)
    throw new WellspringError('UNAUTHENTICATED', 'Expected a member or staff, got nobody: sign in first.');
  if (actor.kind === 'member' && actor.memberId === memberId) return;
  throw new WellspringError('FORBIDDEN', 'Orders answer the member who placed them, and staff.');
}
