import { expect, test } from '@jest/globals';
import { contractsOfUnit } from '../contractsOfUnit.ts';
import { createPlatform, type UnitInput } from '../createPlatform.ts';
import { findProblems, link, members } from '../testing/findProblems.ts';
import { copiedFieldsAreFrozen } from './copiedFieldsAreFrozen.ts';

const released = createPlatform({ members }).units.flatMap(contractsOfUnit);
const copying = (view: string, ...uses: string[]): UnitInput => ({
  sdl: `${link}type Query { a: Int }`,
  replicas: [{ name: 'member', view: `members.${view}`, uses }],
});
const find = (from: string, to: string, ...consumers: UnitInput[]) =>
  findProblems(
    copiedFieldsAreFrozen,
    {
      // The view itself may be gone: the field stays frozen.
      members: { ...members, sdl: members.sdl.replace(from, to), views: '' },
      ...Object.fromEntries(consumers.map((unit, index) => [['orders', 'community'][index], unit])),
    },
    [],
    released,
  );
const wayOut =
  'so it is frozen: put it back, and write the change as a new field, published in a new version of the view. It may go once no replica uses it.';

test('the type of a field that a replica uses is frozen', () => {
  const card = copying('MemberCard', 'displayName');
  expect(find('displayName: String', 'displayName: String!', card)).toEqual([
    `COPY_FROZEN subgraphs/members/schema.graphql:6 Member.displayName: members.MemberCard was released with \`displayName: String\`, and it is \`displayName: String!\`. orders copies it, ${wayOut}`,
  ]);
});

test('its arguments are frozen', () => {
  const card = copying('MemberCard', 'displayName');
  expect(find('displayName: String', 'displayName(short: Boolean): String', card, card)).toEqual([
    `COPY_FROZEN subgraphs/members/schema.graphql:6 Member.displayName: members.MemberCard was released with \`displayName: String\`, and it is \`displayName(short: Boolean): String\`. orders, community copy it, ${wayOut}`,
  ]);
});

test('it may not go, nor may what is within it', () => {
  expect(find('displayName: String @shareable', '', copying('MemberCard', 'displayName'))).toEqual([
    `COPY_FROZEN subgraphs/members/schema.graphql Member.displayName: members.MemberCard was released with \`displayName: String\`, and it is gone. orders copies it, ${wayOut}`,
  ]);
  expect(find('city: String', 'city: Int', copying('MemberHome', 'home'))).toEqual([
    `COPY_FROZEN subgraphs/members/schema.graphql:11 Member.home.city: members.MemberHome was released with \`city: String\`, and it is \`city: Int\`. orders copies it, ${wayOut}`,
  ]);
});

test('what no replica uses is not frozen', () => {
  expect(find('displayName: String', 'displayName: String!')).toEqual([]);
  expect(find('displayName: String', 'displayName: String!', copying('MemberCard', 'handle'))).toEqual([]);
});

test('what was not released is not frozen', () => {
  expect(find('email: String', 'email: String!', copying('MemberCard', 'displayName'))).toEqual([]);
});
