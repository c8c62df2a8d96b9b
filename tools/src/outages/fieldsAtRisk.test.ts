import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../root.ts';
import { fieldsAtRisk, readSupergraph } from './fieldsAtRisk.ts';

const supergraph = readSupergraph(readFileSync(join(ROOT, 'schema', 'supergraph.graphql'), 'utf8'));
const ORDERS = `query ($id: ID!) {
  order(id: $id) { status member { id displayName email } lines { product { name description } } payment { status } }
}`;
const atRisk = (query: string, ...missing: string[]): string[] => fieldsAtRisk(supergraph, query, missing);

describe('only missing units can answer', () => {
  test('their own fields of an entity that another unit knows, not those that it copied', () => {
    expect(atRisk(ORDERS, 'members')).toEqual(['order.member.email']);
    expect(atRisk(ORDERS, 'catalog')).toEqual(['order.lines.product.description']);
    expect(atRisk(ORDERS, 'payments')).toEqual(['order.payment', 'order.payment.status']);
    expect(atRisk(ORDERS, 'catalog', 'members')).toEqual(['order.member.email', 'order.lines.product.description']);
    expect(atRisk(ORDERS, 'streaming', 'community')).toEqual([]);
  });

  test('everything below a root field of theirs', () => {
    expect(atRisk('{ me { orders { totalCount } } }', 'members')).toEqual(['me', 'me.orders', 'me.orders.totalCount']);
    expect(atRisk('{ me { displayName orders { totalCount } } }', 'orders')).toEqual([
      'me.orders',
      'me.orders.totalCount',
    ]);
  });

  test('what a copy does not hold, behind fragments too', () => {
    const inbox = `{ myNotifications { edges { node { subject { ... on Post { excerpt body } ... on Order { id status } } } } } }`;
    expect(atRisk(inbox, 'community')).toEqual(['myNotifications.edges.node.subject.body']);
    expect(atRisk(inbox, 'orders')).toEqual(['myNotifications.edges.node.subject.status']);
  });

  test('nothing while nobody is missing', () => {
    expect(atRisk(ORDERS)).toEqual([]);
  });
});
