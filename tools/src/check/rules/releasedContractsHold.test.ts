import { describe, expect, test } from '@jest/globals';
import { contractsOfUnit } from '../contractsOfUnit.ts';
import { createPlatform, type UnitInput } from '../createPlatform.ts';
import { findProblems, link } from '../testing/findProblems.ts';
import { releasedContractsHold } from './releasedContractsHold.ts';

const sdl = `${link}type Query { me: Member }
type Member @key(fields: "id") { id: ID! displayName: String @shareable  handle: String @shareable  tier: Tier @shareable  home: Address @shareable  card: Card }
type Card @key(fields: "id") { id: ID! displayName: String @shareable }
type Address @shareable { city: String  country: String }
enum Tier { FREE PAID }`;
const views = 'fragment MemberCard on Member { displayName tier home { city } }';
const events = `type MemberJoined @event(of: "Member") { name: String  place: Place }
type Place { city: String }`;
const members: UnitInput = { sdl, views, events };
const released = createPlatform({ members }).units.flatMap(contractsOfUnit);
const orders: UnitInput = {
  sdl: `${link}type Query { a: Int }`,
  replicas: [{ name: 'member', view: 'members.MemberCard', uses: ['displayName'] }],
  reactions: ['members.MemberJoined'],
};

const find = (changed: Partial<UnitInput>, consumer: UnitInput = orders) =>
  findProblems(releasedContractsHold, { members: { ...members, ...changed }, orders: consumer }, [], released);
const view = (changes: string) =>
  `VIEW_CHANGED subgraphs/members/views.graphql MemberCard: It is not as it was released: ${changes}. A view may only gain nullable fields: put it back, and publish the change beside it as \`fragment MemberCardV2 on Member\`. MemberCard may go once no replica declares it (now: orders).`;
const event = (changes: string) =>
  `EVENT_CHANGED subgraphs/members/events.graphql MemberJoined: It is not as it was released: ${changes}. An event may only gain nullable fields: put it back, and record the change beside it as \`type MemberJoinedV2 @event(of: "Member")\`. MemberJoined may go once no unit reacts to it (now: orders).`;

describe('a released view', () => {
  test('may stay, and may gain nullable fields at any depth', () => {
    expect(find({})).toEqual([]);
    expect(find({ views: 'fragment MemberCard on Member { handle displayName tier home { city country } }' })).toEqual(
      [],
    );
  });

  test.each([
    [
      'loses a field',
      { views: 'fragment MemberCard on Member { tier home { city } }' },
      'displayName is gone (it was String)',
    ],
    [
      'loses an object with what is in it',
      { views: 'fragment MemberCard on Member { displayName tier }' },
      'home is gone (it was Address)',
    ],
    [
      'changes a selection',
      { views: 'fragment MemberCard on Member { displayName tier home { country } }' },
      'home.city is gone (it was String)',
    ],
    [
      'changes a type',
      { sdl: sdl.replace('displayName: String', 'displayName: Int') },
      'displayName was String and is Int',
    ],
    [
      'changes nullability',
      { sdl: sdl.replace('city: String', 'city: String!') },
      'home.city was String and is String!',
    ],
    [
      'gains a field that is not nullable',
      {
        sdl: sdl.replace('country: String', 'country: String!'),
        views: 'fragment MemberCard on Member { displayName tier home { city country } }',
      },
      'home.country is new and String!: what is new must be nullable',
    ],
    [
      'is of another entity',
      { views: 'fragment MemberCard on Card { displayName }' },
      'it was of Member and is of Card; tier is gone (it was Tier); home is gone (it was Address)',
    ],
    [
      'gains a value of an enum',
      { sdl: sdl.replace('PAID', 'PAID VIP') },
      'Tier has won VIP, which nobody who copies it knows',
    ],
    ['loses a value of an enum', { sdl: sdl.replace(' PAID', '') }, 'Tier has lost PAID'],
  ])('that %s is refused', (_, changed, changes) => {
    expect(find(changed)).toEqual([view(changes)]);
  });

  test('names the next version that is free, and says when nobody declares it', () => {
    const both = 'fragment MemberCard on Member { tier home { city } }\nfragment MemberCardV2 on Member { tier }';

    expect(find({ views: both }, { ...orders, replicas: [] })).toEqual([
      'VIEW_CHANGED subgraphs/members/views.graphql MemberCard: It is not as it was released: displayName is gone (it was String). A view may only gain nullable fields: put it back, and publish the change beside it as `fragment MemberCardV3 on Member`. MemberCard may go once no replica declares it (now: none).',
    ]);
  });

  test('may go when no replica declares it, and not before', () => {
    expect(find({ views: '' }, { ...orders, replicas: [] })).toEqual([]);
    expect(find({ views: '' })).toEqual([
      'VIEW_REMOVED subgraphs/members/views.graphql MemberCard: It was released, and orders relies on it: put `fragment MemberCard on Member` back until each has removed its replica of members.MemberCard.',
    ]);
  });

  test('that cannot be read is not said to be removed', () => {
    expect(find({ views: 'fragment MemberCard on Member { nothing }' })).toEqual([]);
  });
});

describe('a released event', () => {
  test('may gain nullable fields', () => {
    const more = events
      .replace('name: String', 'name: String  handle: ID')
      .replace('city: String', 'city: String  street: String');
    expect(find({ events: more })).toEqual([]);
  });

  test.each([
    ['loses a field', events.replace('name: String  ', ''), 'name is gone (it was String)'],
    ['changes a type within', events.replace('city: String', 'city: String!'), 'place.city was String and is String!'],
    [
      'gains a field that is not nullable',
      events.replace('name: String', 'name: String  at: DateTime!'),
      'at is new and DateTime!: what is new must be nullable',
    ],
    ['is of another entity', events.replace('of: "Member"', 'of: "Card"'), 'it was of Member and is of Card'],
  ])('that %s is refused', (_, changed, changes) => {
    expect(find({ events: changed })).toEqual([event(changes)]);
  });

  test('may go when no unit reacts to it, and not before', () => {
    expect(find({ events: '' }, { ...orders, reactions: [] })).toEqual([]);
    expect(find({ events: '' })).toEqual([
      'EVENT_REMOVED subgraphs/members/events.graphql MemberJoined: It was released, and orders relies on it: put `type MemberJoined @event(of: "Member")` back until each has removed its reaction to members.MemberJoined.',
    ]);
  });
});
