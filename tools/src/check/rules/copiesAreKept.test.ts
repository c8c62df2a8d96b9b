import { expect, test } from '@jest/globals';
import { findProblems, link, members } from '../testing/findProblems.ts';
import { copiesAreKept } from './copiesAreKept.ts';

const sdl = (copied: string) =>
  `${link}type Query { a: Member }\ntype Member @key(fields: "id") { id: ID! ${copied} }\ntype Address @shareable { city: String country: String }`;
const card = { name: 'member', view: 'members.MemberCard' };
const home = { name: 'home', view: 'members.MemberHome' };

test('a copied field is in the uses of a replica', () => {
  const orders = { sdl: sdl('handle: String @external'), owns: [], replicas: [{ ...card, uses: ['displayName'] }] };
  expect(findProblems(copiesAreKept, { members, orders })).toEqual([
    'COPY_NOT_KEPT subgraphs/orders/schema.graphql:3 Member.handle: The SDL serves it from a copy, and no replica of Member keeps it: add \'handle\' to the uses of the replica "member".',
  ]);
  expect(findProblems(copiesAreKept, { members, orders: { ...orders, replicas: [] } })).toEqual([
    "COPY_NOT_KEPT subgraphs/orders/schema.graphql:3 Member.handle: The SDL serves it from a copy, and no replica of Member keeps it: declare a replica of MemberCard that uses 'handle'.",
  ]);
  expect(findProblems(copiesAreKept, { members, orders: { sdl: sdl('email: String @external'), owns: [] } })).toEqual([
    'COPY_NOT_KEPT subgraphs/orders/schema.graphql:3 Member.email: The SDL serves it from a copy, and no replica of Member keeps it: ask its owner to publish it in a view, or remove it from the SDL.',
  ]);
});

test('it is in the uses of one replica only', () => {
  const replicas = [
    { ...card, uses: ['displayName'] },
    { ...home, uses: ['displayName'] },
  ];
  expect(
    findProblems(copiesAreKept, { members, orders: { sdl: sdl('displayName: String @external'), owns: [], replicas } }),
  ).toEqual([
    'COPY_AMBIGUOUS subgraphs/orders/schema.graphql:3 Member.displayName: The replicas "member" and "home" both keep it, so nobody knows which one is served: leave it in the uses of one.',
  ]);
});

test('the view selects every field that the consumer declares on its value type', () => {
  const orders = { sdl: sdl('home: Address @external'), owns: [], replicas: [{ ...home, uses: ['home'] }] };

  expect(findProblems(copiesAreKept, { members, orders })).toEqual([
    'COPY_PARTIAL subgraphs/orders/schema.graphql:3 Member.home: The SDL declares Address.country, which the view members.MemberHome does not select; the planner would take it from there. Remove it here, or have the view select it.',
  ]);
  const whole = { ...members, views: 'fragment MemberHome on Member { home { city country } }' };
  expect(findProblems(copiesAreKept, { members: whole, orders })).toEqual([]);
});
