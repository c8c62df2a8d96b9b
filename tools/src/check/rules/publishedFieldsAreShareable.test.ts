import { expect, test } from '@jest/globals';
import { findProblems } from '../testing/findProblems.ts';
import { publishedFieldsAreShareable } from './publishedFieldsAreShareable.ts';

const sdl = `type Query { order: Order }
type Order @key(fields: "id") {
  id: ID!
  status: String
  note: String
  member: Member @shareable
  total: Money @shareable
  lines: [Line] @shareable
}
type Member @key(fields: "id") { id: ID! }
type Money { amount: String @shareable
  currency: String }
type Line @shareable { quantity: Int }`;

test('published fields are shareable, nested ones by themselves or by their type; keys are anyway', () => {
  const views =
    'fragment A on Order { status member { id } total { amount currency } lines { quantity } } fragment B on Order { status }';

  expect(findProblems(publishedFieldsAreShareable, { orders: { sdl, views } })).toEqual([
    'NOT_SHAREABLE subgraphs/orders/schema.graphql:4 Order.status: The view A publishes it, so consumers may serve it too: write `status: String @shareable`.',
    'NOT_SHAREABLE subgraphs/orders/schema.graphql:12 Money.currency: The view A publishes it, so consumers may serve it too: write `currency: String @shareable`.',
  ]);
});

test('what no view publishes need not be', () => {
  expect(findProblems(publishedFieldsAreShareable, { orders: { sdl } })).toEqual([]);
});
