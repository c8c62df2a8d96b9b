import { describe, expect, test } from '@jest/globals';
import { isObjectType } from 'graphql';
import { directivesOf, keysOf, stringArgument, subgraphSchema } from './subgraphSchema.ts';

describe('the schema of a subgraph', () => {
  const schema = subgraphSchema(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { a: A }
    extend type A @key(fields: "sku region") { more: Int @external }
    type A @key(fields: "id") { id: ID! }
    extend type Stub @key(fields: "id") { id: ID! }
  `);
  const type = schema.getType('A');

  test('counts an extension as a part of its type, in any order, or as the type itself', () => {
    expect(isObjectType(type) && Object.keys(type.getFields()).sort()).toEqual(['id', 'more']);
    expect(isObjectType(schema.getType('Stub'))).toBe(true);
  });

  test('keeps the directives of federation and their arguments', () => {
    expect(keysOf(type ?? {}).toSorted()).toEqual(['id', 'sku region']);
    const [external] = isObjectType(type) ? directivesOf(type.getFields().more ?? {}, 'external') : [];
    expect(external?.name.value).toBe('external');
    expect(external && stringArgument(external, 'fields')).toBeUndefined();
  });
});
