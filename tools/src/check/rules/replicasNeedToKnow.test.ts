import { expect, test } from '@jest/globals';
import { findProblems, link, members } from '../testing/findProblems.ts';
import { replicasNeedToKnow } from './replicasNeedToKnow.ts';

const sdl = `${link}type Query { a: Member @provides(fields: "displayName") }
type Member @key(fields: "id") { id: ID! displayName: String @external }`;
const orders = (view: string, uses: string[], code = '') => ({
  sdl,
  owns: [],
  replicas: [{ name: 'member', view, uses }],
  sources: [{ path: 'subgraphs/orders/src/a.ts', text: code }],
});

test('a replica is of a view that is published', () => {
  expect(findProblems(replicasNeedToKnow, { members, orders: orders('members.MemberFace', ['displayName']) })).toEqual([
    'REPLICA_VIEW_UNKNOWN subgraphs/orders/src/unit.ts replicas.member: No unit publishes "members.MemberFace"; published are members.MemberCard, members.MemberHome.',
  ]);
});

test('it uses fields of that view', () => {
  expect(findProblems(replicasNeedToKnow, { members, orders: orders('members.MemberCard', ['email']) })).toEqual([
    'REPLICA_FIELD_UNKNOWN subgraphs/orders/src/unit.ts replicas.member.email: members.MemberCard has no field "email"; it has displayName, handle. Use another view, or ask members to publish it in a new one.',
  ]);
});

test('what neither the SDL provides nor the code mentions may not be copied', () => {
  const declaration = "replicas: { member: { view: 'members.MemberCard', uses: ['handle'] } }";

  expect(
    findProblems(replicasNeedToKnow, {
      members,
      orders: orders('members.MemberCard', ['displayName', 'handle'], declaration),
    }),
  ).toEqual([
    "REPLICA_FIELD_UNUSED subgraphs/orders/src/unit.ts replicas.member.handle: Neither the SDL nor the code of orders uses it, and what a unit does not use it may not copy: remove 'handle' from uses.",
  ]);
  expect(
    findProblems(replicasNeedToKnow, {
      members,
      orders: orders('members.MemberCard', ['handle'], 'greet(member.handle)'),
    }),
  ).toEqual([]);
});
