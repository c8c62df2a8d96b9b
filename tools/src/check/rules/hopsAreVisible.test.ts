import { expect, test } from '@jest/globals';
import { findProblems, link } from '../testing/findProblems.ts';
import { hopsAreVisible } from './hopsAreVisible.ts';

test('a field that returns a copied entity says what it provides', () => {
  const sdl = `${link}type Query { a: Int }
type Order @key(fields: "id") { id: ID! buyer: Member @provides(fields: "displayName")
  payer: Member
  items: [Item!] }
type Member @key(fields: "id") { id: ID! displayName: String @external handle: String @external }
type Item @key(fields: "id") { id: ID! }`;

  expect(findProblems(hopsAreVisible, { orders: { sdl } })).toEqual([
    'SILENT_HOP subgraphs/orders/schema.graphql:4 Order.payer: It returns Member, of which orders keeps a copy, but provides nothing of it: a silent hop. Write `@provides(fields: "displayName handle")`.',
  ]);
});
