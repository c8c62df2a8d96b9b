import { expect, test } from '@jest/globals';
import { findProblems, members } from '../testing/findProblems.ts';
import { entitiesHaveOneSource } from './entitiesHaveOneSource.ts';

test('a declared entity is in the SDL, with a key', () => {
  const sdl = 'type Query { a: Parcel } type Parcel { id: ID! }';

  expect(findProblems(entitiesHaveOneSource, { post: { sdl, owns: ['Parcel'] } })).toEqual([
    'ENTITY_UNDECLARED subgraphs/post/schema.graphql Parcel: The unit declares the entity Parcel, but its SDL has no such type with a key: write `type Parcel @key(fields: "id") { id: ID! … }`.',
  ]);
});

test('only one unit owns an entity', () => {
  expect(findProblems(entitiesHaveOneSource, { members, people: { ...members, views: '' } })).toEqual([
    "GOLDEN_SOURCE_TWICE subgraphs/people/schema.graphql:4 Member: Member has one golden source, and members declares it too: leave it out of this unit's entities and copy a view of it.",
  ]);
});

test('only the owner publishes views and events of an entity', () => {
  const sdl = 'type Query { a: Int } type Member @key(fields: "id") { id: ID! score: Int }';
  const events = 'type MemberScored @event(of: "Member") { by: Int }';
  const games = { sdl, owns: [], views: 'fragment Score on Member { score }', events };

  expect(findProblems(entitiesHaveOneSource, { members, games })).toEqual([
    'ENTITY_UNDECLARED subgraphs/games/views.graphql Score: Score is of Member, which games does not own: only the golden source publishes. Declare the entity in src/unit.ts, or move Score to its owner.',
    'ENTITY_UNDECLARED subgraphs/games/events.graphql MemberScored: MemberScored is of Member, which games does not own: only the golden source publishes. Declare the entity in src/unit.ts, or move MemberScored to its owner.',
  ]);
});
