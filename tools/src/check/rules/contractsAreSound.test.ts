import { expect, test } from '@jest/globals';
import { findProblems } from '../testing/findProblems.ts';
import { contractsAreSound } from './contractsAreSound.ts';

const sdl = 'type Query { a: A } type A @key(fields: "id") { id: ID! name: String }';

test('faults of views and events are told with the path of their file', () => {
  const views = 'fragment Card on A {\n  nick: name\n}';
  const events = 'type RenameA @event(of: "A") { name: String }';

  expect(findProblems(contractsAreSound, { things: { sdl, views, events } })).toEqual([
    'VIEW_ALIAS subgraphs/things/views.graphql:2 Card.name: A copy keeps the owner\'s names: write `name` without the alias "nick".',
    'EVENT_NOT_PAST_TENSE subgraphs/things/events.graphql:1 RenameA: An event is a fact that happened: name it in the past tense, what happened after whom (OrderPlaced, MemberRelocated), not "RenameA".',
  ]);
});

test('an SDL that cannot be read is told once, by its place', () => {
  expect(findProblems(contractsAreSound, { things: { sdl: 'type Query {' } })).toEqual([
    'SDL_UNREADABLE subgraphs/things/schema.graphql:1 schema.graphql: Syntax Error: Expected Name, found <EOF>.',
  ]);
});

test('sound views and events are not spoken of', () => {
  const views = 'fragment Card on A { name }';
  expect(
    findProblems(contractsAreSound, {
      things: { sdl, views, events: 'type ARenamed @event(of: "A") { name: String }' },
    }),
  ).toEqual([]);
});
