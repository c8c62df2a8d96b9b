import { expect, test } from '@jest/globals';
import { findProblems } from '../testing/findProblems.ts';
import { valueTypesAgree } from './valueTypesAgree.ts';

const unit = (types: string) => ({ sdl: `type Query { a: Int }\n${types}` });

test('a value type has the same fields everywhere', () => {
  const catalog = unit('type Money @shareable { amount: Decimal currency: String } scalar Decimal');
  const orders = unit('type Money @shareable { amount: String scale: Int } ');

  expect(findProblems(valueTypesAgree, { catalog, orders })).toEqual([
    'VALUE_TYPE_DIFFERS subgraphs/orders/schema.graphql:2 Money.currency: catalog declares it and orders does not: write `currency: String` here, or mark it @inaccessible there until all units have it.',
    'VALUE_TYPE_DIFFERS subgraphs/orders/schema.graphql:2 Money.scale: catalog does not declare it: a new part starts as `scale: Int @inaccessible` until all units have it.',
    'VALUE_TYPE_DIFFERS subgraphs/orders/schema.graphql:2 Money.amount: Value types are identical everywhere, and catalog declares it otherwise: write `amount: Decimal`.',
  ]);
});

test('a new field that is inaccessible may be in some units only', () => {
  const old = unit('type Money @shareable { amount: String }');
  const fresh = unit('type Money @shareable { amount: String scale: Int @inaccessible }');

  expect(findProblems(valueTypesAgree, { old, fresh })).toEqual([]);
  expect(findProblems(valueTypesAgree, { fresh, old })).toEqual([]);
});

test('a value type of several units is shareable, by type or by each field', () => {
  const catalog = unit('type Money { amount: String @shareable }');
  const orders = unit('type Money { amount: String }');

  expect(findProblems(valueTypesAgree, { catalog, orders })).toEqual([
    'VALUE_TYPE_UNSHARED subgraphs/orders/schema.graphql:2 Money: catalog declares it too: write `type Money @shareable`.',
  ]);
});

test('enums have the same values everywhere; entities and roots are not value types', () => {
  const catalog = unit('enum Kind { BOOK } type P @key(fields: "id") { id: ID! a: Int }');
  const orders = { sdl: 'type Query { b: Int } enum Kind { BOOK EVENT } type P @key(fields: "id") { id: ID! }' };

  expect(findProblems(valueTypesAgree, { catalog, orders })).toEqual([
    'VALUE_TYPE_DIFFERS subgraphs/orders/schema.graphql:1 Kind.EVENT: catalog does not declare it: a new part starts as `EVENT @inaccessible` until all units have it.',
  ]);
});
