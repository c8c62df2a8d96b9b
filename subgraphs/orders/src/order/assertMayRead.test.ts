import { expect, test } from '@jest/globals';
import type { Actor } from '@wellspring/kit';
import type { OrdersContext } from '../context.ts';
import { assertMayRead } from './assertMayRead.ts';
import { memberOrders, orderQueries } from './orderQueries.ts';

const ada: Actor = { kind: 'member', memberId: 'ada' };
const staff: Actor = { kind: 'staff', name: 'eva' };
const code = (error: string) => expect.objectContaining({ code: error });

test.each(['token', 'none'] as const)('given identity %s, orders are for who placed them and for staff', (identity) => {
  expect(() => assertMayRead({ actor: null, identity }, 'ada')).toThrow(code('UNAUTHENTICATED'));
  expect(() => assertMayRead({ actor: ada, identity }, 'bob')).toThrow(code('FORBIDDEN'));
  expect(() => assertMayRead({ actor: ada, identity }, null)).toThrow(code('FORBIDDEN'));
  assertMayRead({ actor: ada, identity }, 'ada');
  assertMayRead({ actor: { kind: 'replication' }, identity }, 'ada'); // what is published
  assertMayRead({ actor: staff, identity }, 'ada');
  assertMayRead({ actor: staff, identity }, null);
});

test('in development the back office is open', () => {
  for (const actor of [null, ada, staff]) assertMayRead({ actor, identity: 'development' }, null);
});

test('every way to an order is guarded', async () => {
  const entities = { Order: { load: async () => ({ memberId: 'bob' }) } };
  const ctx = { actor: ada, identity: 'token', entities } as unknown as OrdersContext;
  const ask = [
    async () => orderQueries.order?.({}, { id: 'o' }, ctx, {} as never),
    async () => orderQueries.orders?.({}, { first: 1 }, ctx, {} as never),
    async () => memberOrders({ id: 'bob' } as never, { first: 1 }, ctx, {} as never),
  ];
  for (const way of ask) await expect(way()).rejects.toThrow(code('FORBIDDEN'));
});
