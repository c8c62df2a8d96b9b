import { expect, test } from '@jest/globals';
import { findProblems } from '../testing/findProblems.ts';
import { fieldsAreNullable } from './fieldsAreNullable.ts';

const sdl = `type Query { order: Order! }
type Mutation { place: [Order!]! }
type Order @key(fields: "id") @key(fields: "number region { code }") {
  id: ID!  number: Int!  region: Region!
  total: Money!
  page: Page
}
type Region { code: String! }
type Money {
  amount: String!
  cents: Int!
}
type Page { hasNext: Boolean! }`;
const says = (what: string, write: string) =>
  `${what} is nullable, so that an outage costs the field and not its parents: write \`${write}\`.`;

test('root fields and non-key fields of entities are nullable; lists may hold what is not', () => {
  expect(findProblems(fieldsAreNullable, { orders: { sdl } })).toEqual([
    `NOT_NULLABLE subgraphs/orders/schema.graphql:1 Query.order: ${says('A root field', 'order: Order')}`,
    `NOT_NULLABLE subgraphs/orders/schema.graphql:2 Mutation.place: ${says('A root field', 'place: [Order!]')}`,
    `NOT_NULLABLE subgraphs/orders/schema.graphql:5 Order.total: ${says('A field of an entity', 'total: Money')}`,
  ]);
});

test('what a view publishes of a value type is nullable, what it leaves out need not be', () => {
  const views = 'fragment Bill on Order { total { amount } }';

  expect(findProblems(fieldsAreNullable, { orders: { sdl, views } })).toContain(
    `NOT_NULLABLE subgraphs/orders/schema.graphql:10 Money.amount: ${says('A field that a view publishes (Bill)', 'amount: String')}`,
  );
  expect(findProblems(fieldsAreNullable, { orders: { sdl, views } }).join()).not.toContain('Money.cents');
});
