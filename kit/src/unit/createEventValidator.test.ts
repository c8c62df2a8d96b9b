import { expect, test } from '@jest/globals';
import { contractsOf } from '../contracts/contractFile.ts';
import { createEventValidator } from './createEventValidator.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar DateTime
  type Query { order: Order }
  type Order @key(fields: "id") { id: ID! }
`;
const events = `
  type OrderPlaced @event(of: "Order") {
    memberId: ID!
    lines: [OrderedLine!]!
    at: DateTime
  }
  type OrderCancelled @event(of: "Order") {
    memberId: ID!
  }
  type OrderedLine {
    quantity: Int!
  }
`;
const contracts = contractsOf('orders', { sdl, views: '', events }).filter(({ kind }) => kind === 'event');
const validate = createEventValidator('orders', contracts);
const placed = { memberId: 'm1', lines: [{ quantity: 2 }], at: null };

test('what events.graphql declares may be recorded, in whatever form becomes it on the wire', () => {
  expect(() => validate('OrderPlaced', placed)).not.toThrow();
  expect(() => validate('OrderPlaced', { ...placed, at: new Date(0) })).not.toThrow();
});

test.each([
  ['OrderPlaced', { lines: [], at: null }, "orders.OrderPlaced: data must have required property 'memberId'."],
  [
    'OrderPlaced',
    { ...placed, lines: [{ quantity: 'two' }] },
    'orders.OrderPlaced: data/lines/0/quantity must be integer.',
  ],
  [
    'OrderPlaced',
    { ...placed, email: 'a@example.org' },
    'orders.OrderPlaced: data must NOT have additional properties.',
  ],
  // What may be null is written as null, so that nobody leaves a field out by mistake.
  ['OrderPlaced', { memberId: 'm1', lines: [] }, "orders.OrderPlaced: data must have required property 'at'."],
  ['OrderPlaced', undefined, 'orders.OrderPlaced: data must be object.'],
  [
    'OrderPlaced',
    { memberId: 1, lines: [{}], at: null },
    "orders.OrderPlaced: data/memberId must be string, data/lines/0 must have required property 'quantity'.",
  ],
  ['OrderLost', {}, 'orders declares no event "OrderLost" in events.graphql; it has OrderPlaced, OrderCancelled.'],
])('%s %j is EVENT_INVALID, with every fault', (type, data, message) => {
  expect(() => validate(type, data)).toThrow(expect.objectContaining({ code: 'EVENT_INVALID', message }));
});

test('a unit without events says so', () => {
  expect(() => createEventValidator('orders', [])('OrderPlaced', {})).toThrow(
    'orders declares no event "OrderPlaced" in events.graphql; it has none.',
  );
});
