import { expect, test } from '@jest/globals';
import { findProblems, link, members } from '../testing/findProblems.ts';
import { subgraphsCompose } from './subgraphsCompose.ts';

test('what composition says is passed on, with its place', () => {
  const sdl = `${link}type Query { b: Member @provides(fields: "displayName") }\ntype Member @key(fields: "id") { id: ID!  displayName: Int @external }`;
  const [problem] = findProblems(subgraphsCompose, { members, orders: { sdl } });

  expect(problem).toMatch(
    /^COMPOSITION subgraphs\/\w+\/schema\.graphql:\d+ EXTERNAL_TYPE_MISMATCH: Type of field "Member\.displayName" is incompatible/,
  );
});

test('a fault without a place is told in the file of its subgraph', () => {
  const sdl = `${link}type Query { b: Member @provides(fields: "nothing") }\ntype Member @key(fields: "id") { id: ID! }`;

  expect(findProblems(subgraphsCompose, { members, orders: { sdl } })[0]).toMatch(
    /^COMPOSITION subgraphs\/orders\/schema\.graphql:\d+ PROVIDES_INVALID_FIELDS: \[orders\] /,
  );
});

test('subgraphs that compose are not spoken of, nor is one that cannot be read', () => {
  expect(findProblems(subgraphsCompose, { members })).toEqual([]);
  expect(findProblems(subgraphsCompose, { members, orders: { sdl: 'type Query {' } })).toEqual([]);
});
