import { type GraphQLSchema, isEnumType, Kind, parseType, type TypeNode } from 'graphql';
import type { JsonSchema } from './JsonSchema.ts';

/** How scalars look in a message. DateTime and Decimal are those of docs/schema-conventions.md; any other custom scalar may be anything. */
const scalars: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
  Float: { type: 'number' },
  Int: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  DateTime: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' },
  Decimal: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' },
};

/**
 * The schema of a value of a GraphQL type in wire form, null exactly where the type allows it.
 * @param type as SDL writes it: `[OrderLine!]`
 * @param objectSchema the schema of a type that is an object, not null
 */
export function wireSchema(
  schema: GraphQLSchema,
  type: string,
  objectSchema: (name: string) => JsonSchema,
): JsonSchema {
  const named = (name: string): JsonSchema => {
    const known = schema.getType(name);
    if (isEnumType(known)) return { enum: known.getValues().map((value) => value.name) };
    return scalars[name] ?? (known !== undefined && 'parseLiteral' in known ? {} : objectSchema(name));
  };
  const visit = (node: TypeNode): JsonSchema => {
    if (node.kind === Kind.NON_NULL_TYPE) return notNull(node.type);
    return nullable(notNull(node));
  };
  const notNull = (node: Exclude<TypeNode, { kind: typeof Kind.NON_NULL_TYPE }>): JsonSchema =>
    node.kind === Kind.LIST_TYPE ? { type: 'array', items: visit(node.type) } : named(node.name.value);
  return visit(parseType(type));
}

/** An object of exactly these properties, each of them there. */
export function objectWireSchema(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function nullable(schema: JsonSchema): JsonSchema {
  if (schema.$ref !== undefined) return { anyOf: [schema, { type: 'null' }] };
  if (schema.enum !== undefined) return { ...schema, enum: [...schema.enum, null] };
  return typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : schema;
}
