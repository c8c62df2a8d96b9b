import { composeServices } from '@apollo/composition';
import { expect, test } from '@jest/globals';
import { type GraphQLNamedType, parse } from 'graphql';
import { buildSupergraph } from '../supergraph/buildSupergraph.ts';
import { Guards } from './Guards.ts';
import { readRequirements } from './readRequirements.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@interfaceObject", "@shareable", "@authenticated", "@requiresScopes"])`;
const AUTHENTICATED = { kind: 'authenticated' };
const scopes = (...anyOf: string[][]) => ({ kind: 'scopes', anyOf });

/** What composition makes of subgraphs, and what the gateway reads out of it. */
function compose(...sdls: string[]) {
  const services = sdls.map((sdl, index) => ({
    name: `s${index}`,
    url: 'http://127.0.0.1:1/',
    typeDefs: parse(`${link}\n${sdl}`),
  }));
  const { supergraphSdl, errors = [] } = composeServices(services);
  if (supergraphSdl === undefined) return { codes: errors.map(({ extensions }) => extensions.code) };
  const schema = buildSupergraph(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const guards = new Guards(schema, readRequirements(parse(supergraphSdl)));
  const of = (type: string, field: string, ...possible: string[]) => {
    const named = schema.getType(type) as GraphQLNamedType;
    return guards.of(named, field, possible.length > 0 ? new Set(possible) : guards.possibleOf(named));
  };
  return { of, codes: [] };
}

test('what any subgraph asks for a shared field holds, all of it', () => {
  const { of } = compose(
    'type Query { a: Thing @shareable @requiresScopes(scopes: [["x"]]) } type Thing { id: ID @shareable }',
    'type Query { a: Thing @shareable @requiresScopes(scopes: [["y"], ["z"]]) } type Thing @authenticated { id: ID @shareable }',
  );
  const [own, type] = of?.('Query', 'a') ?? [];
  expect(own).toMatchObject({ kind: 'scopes', anyOf: expect.arrayContaining([expect.arrayContaining(['x', 'y'])]) });
  expect(type).toEqual(AUTHENTICATED);
});

test('an interface is written the requirements of its types together, and a fragment takes its own alone', () => {
  const { of } = compose(`type Query { media: Media }  interface Media { id: ID!  title: String }
    type Book implements Media @key(fields: "id") @authenticated { id: ID!  title: String @requiresScopes(scopes: [["b"]]) }
    type Film implements Media @key(fields: "id") { id: ID!  title: String }`);
  expect(of?.('Query', 'media')).toEqual([]);
  expect(of?.('Media', 'title')).toEqual([AUTHENTICATED, scopes(['b'])]);
  expect(of?.('Media', 'title', 'Film')).toEqual([]);
  expect(of?.('Film', 'title')).toEqual([]);
});

test('a field of an interface object is guarded on each type that gets it', () => {
  const { of, codes } = compose(
    `type Query { media: Media }  interface Media @key(fields: "id") { id: ID! }
     type Book implements Media @key(fields: "id") { id: ID! }`,
    'type Media @key(fields: "id") @interfaceObject { id: ID!  rating: Int @requiresScopes(scopes: [["r"]]) }',
  );
  expect(codes).toEqual([]);
  expect(of?.('Media', 'rating')).toEqual([scopes(['r'])]);
  expect(of?.('Book', 'rating')).toEqual([scopes(['r'])]);
  expect(of?.('Query', 'media')).toEqual([]);
});

test('a field that requires a guarded one has to ask for as much: composition demands it', () => {
  const owner =
    'type Query { me: User } type User @key(fields: "id") { id: ID!  salary: Int @requiresScopes(scopes: [["hr"]]) }';
  const requiring = (guard: string) =>
    `type User @key(fields: "id") { id: ID!  salary: Int @external  bonus: Int @requires(fields: "salary") ${guard} }`;
  expect(compose(owner, requiring('')).codes).toEqual(['MISSING_TRANSITIVE_AUTH_REQUIREMENTS']);
  expect(compose(owner, requiring('@authenticated')).codes).toEqual(['MISSING_TRANSITIVE_AUTH_REQUIREMENTS']);
  expect(compose(owner, requiring('@requiresScopes(scopes: [["hr"]])')).codes).toEqual([]);
});

test('interfaces themselves take no guard: composition refuses it', () => {
  expect(
    compose('type Query { a: A } interface A @authenticated { id: ID } type B implements A { id: ID }').codes,
  ).toEqual(['AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE']);
});
