import { describe, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLNamedType, parse } from 'graphql';
import { Guards } from './Guards.ts';
import { isImplied, meets, type Requirement } from './Requirement.ts';
import { NOBODY, type Rights } from './Rights.ts';
import { readRequirements } from './readRequirements.ts';

const AUTHENTICATED: Requirement = { kind: 'authenticated' };
const scopes = (...anyOf: string[][]): Requirement => ({ kind: 'scopes', anyOf });
const policies = (...anyOf: string[][]): Requirement => ({ kind: 'policies', anyOf });
const somebody = (held: string[] = [], told: string[] = []): Rights => ({
  who: 'somebody',
  scopes: new Set(held),
  policies: new Set(told),
  everything: false,
});

describe('a requirement', () => {
  test('is met by one list as a whole', () => {
    const one = scopes(['a', 'b'], ['c']);
    expect([['a'], ['a', 'b'], ['c', 'x'], []].map((held) => meets(somebody(held), one))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(meets(somebody(['p']), policies(['p']))).toBe(false);
    expect(meets(NOBODY, scopes([]))).toBe(false);
    expect(meets(somebody(), AUTHENTICATED)).toBe(true);
  });

  test('is implied by others that leave no way around it', () => {
    expect(isImplied(AUTHENTICATED, [scopes(['a'])])).toBe(true);
    expect(isImplied(AUTHENTICATED, [])).toBe(false);
    expect(isImplied(scopes(['a', 'b'], ['a', 'c']), [scopes(['a']), scopes(['b'], ['c'])])).toBe(true);
    expect(isImplied(scopes(['a', 'b']), [scopes(['a']), scopes(['b'], ['c'])])).toBe(false);
    expect(isImplied(scopes(['a']), [policies(['a'])])).toBe(false);
  });
});

const links = `schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "rights", for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@rule" }], for: SECURITY) { query: Query }
  directive @link(url: String, as: String, import: [String], for: String) repeatable on SCHEMA
  directive @authenticated on OBJECT | INTERFACE | FIELD_DEFINITION
  directive @rights(scopes: [[String!]!]!) on OBJECT | INTERFACE | FIELD_DEFINITION
  directive @rule(policies: [[String!]!]!) on OBJECT | INTERFACE | FIELD_DEFINITION
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
`;

describe('guards', () => {
  const guardsOf = (sdl: string) => {
    const schema = buildSchema(links + sdl, { assumeValid: true });
    const guards = new Guards(schema, readRequirements(parse(links + sdl)));
    return (type: string, field: string, ...possible: string[]) => {
      const named = schema.getType(type) as GraphQLNamedType;
      return guards.of(named, field, possible.length > 0 ? new Set(possible) : guards.possibleOf(named));
    };
  };

  test('have the names under which the supergraph links them, and no others', () => {
    const of = guardsOf(
      'type Query { a: Int @rights(scopes: [["x"]])  b: Int @rule(policies: [["y"]])  c: Int @requiresScopes(scopes: [["z"]]) }',
    );
    expect([of('Query', 'a'), of('Query', 'b'), of('Query', 'c')]).toEqual([[scopes(['x'])], [policies(['y'])], []]);
  });

  // As composition writes it: an interface has what its types require together.
  const composed = guardsOf(`type Query { node: Node }
    interface Node @authenticated { id: ID  name: String @rights(scopes: [["u", "p"]]) }
    type User implements Node @authenticated { id: ID  name: String @rights(scopes: [["u"]]) }
    type Post implements Node { id: ID  name: String @rights(scopes: [["p"]]) }`);

  test('on an interface are those of the types that are possible', () => {
    expect(composed('Query', 'node')).toEqual([]);
    expect(composed('Node', 'id')).toEqual([AUTHENTICATED]);
    expect(composed('Node', 'name')).toEqual([AUTHENTICATED, scopes(['u']), scopes(['p'])]);
    expect(composed('Node', 'name', 'Post')).toEqual([scopes(['p'])]);
    expect(composed('Post', 'id')).toEqual([]);
    expect(composed('Node', '__typename')).toEqual([]);
  });

  test('that earlier composition let stand on an interface hold for all that is reached through it', () => {
    const of = guardsOf(`type Query { node: Node  post: Post }
      interface Node @rights(scopes: [["n"]]) { id: ID  name: String @authenticated }
      type Post implements Node { id: ID  name: String }`);
    expect(of('Query', 'node')).toEqual([scopes(['n'])]);
    expect(of('Query', 'post')).toEqual([]);
    expect(of('Node', 'name', 'Post')).toEqual([scopes(['n']), AUTHENTICATED]);
  });

  test('of a type hold where a type of an interface returns it', () => {
    const of = guardsOf(`type Query { node: Node }
      interface Node { owner: Owner }  interface Owner { id: ID }
      type Secret implements Owner @authenticated { id: ID }  type Open implements Owner { id: ID }
      type A implements Node { owner: Secret }  type B implements Node { owner: Open }`);
    expect(of('Node', 'owner')).toEqual([AUTHENTICATED]);
    expect(of('Node', 'owner', 'B')).toEqual([]);
  });
});
