import { expect, test } from '@jest/globals';
import { findProblems, link, members } from '../testing/findProblems.ts';
import { copiesRepeatOwner } from './copiesRepeatOwner.ts';

const orders = (copied: string, more = '') => ({
  sdl: `${link}type Query { a: Member }\ntype Member @key(fields: "id") { id: ID! ${copied} }\n${more}`,
  owns: [],
});

test("a copied field repeats the owner's type and arguments exactly", () => {
  expect(findProblems(copiesRepeatOwner, { members, orders: orders('displayName: String! @external') })).toEqual([
    "COPY_DIFFERS subgraphs/orders/schema.graphql:3 Member.displayName: A copy repeats the owner's field exactly, and members declares `displayName: String`: write `displayName: String @external`.",
  ]);
  expect(
    findProblems(copiesRepeatOwner, { members, orders: orders('displayName(short: Boolean): String @external') })[0],
  ).toContain('COPY_DIFFERS');
  expect(findProblems(copiesRepeatOwner, { members, orders: orders('displayName: String @external') })).toEqual([]);
});

test('a copied field has an owner', () => {
  expect(findProblems(copiesRepeatOwner, { members, orders: orders('nick: String @external') })).toEqual([
    'COPY_WITHOUT_OWNER subgraphs/orders/schema.graphql:3 Member.nick: It is @external, but members has no such field: remove it, or correct its name.',
  ]);
  expect(findProblems(copiesRepeatOwner, { orders: orders('nick: String @external') })[0]).toContain(
    'no unit owns Member',
  );
});

test('a field with row-level rights is never provided to clients', () => {
  expect(findProblems(copiesRepeatOwner, { members, orders: orders('email: String @external') })).toEqual([
    'COPY_OF_ROW_LEVEL subgraphs/orders/schema.graphql:3 Member.email: members gives it @rowLevel rights, which a copy cannot prove: remove it from the SDL. The unit may use its copy itself (replicas.…load), but not provide it to clients.',
  ]);
});

test('what the gateway brings for a @requires is no copy', () => {
  const unit = orders('handle: String! @external  greeting: String @requires(fields: "handle")');
  expect(findProblems(copiesRepeatOwner, { members, orders: unit })).toEqual([]);
});
