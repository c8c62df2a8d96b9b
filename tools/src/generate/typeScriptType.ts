import { type GraphQLSchema, isEnumType, isScalarType, Kind, parseType, type TypeNode } from 'graphql';

/** Scalars in wire form. */
const scalars: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Boolean: 'boolean',
  Float: 'number',
  Int: 'number',
  DateTime: 'string',
  Decimal: 'string',
};

/**
 * The TypeScript type of a GraphQL type in wire form: `string | null`, `readonly (OrderedLine | null)[]`.
 * @param objectType the TypeScript type of a type that is an object, not null
 */
export function typeScriptType(schema: GraphQLSchema, type: string, objectType: (name: string) => string): string {
  const named = (name: string): string => {
    const known = schema.getType(name);
    if (isEnumType(known)) return name;
    return scalars[name] ?? (isScalarType(known) ? 'unknown' : objectType(name));
  };
  const visit = (node: TypeNode): string => {
    if (node.kind === Kind.NON_NULL_TYPE) return notNull(node.type);
    return `${notNull(node)} | null`;
  };
  const notNull = (node: Exclude<TypeNode, { kind: typeof Kind.NON_NULL_TYPE }>): string => {
    if (node.kind !== Kind.LIST_TYPE) return named(node.name.value);
    const item = visit(node.type);
    return `readonly ${/^readonly| null$/.test(item) ? `(${item})` : item}[]`;
  };
  return visit(parseType(type));
}

/** A TSDoc comment, indented; nothing without a description. */
export function tsDoc(description: string | undefined, indent = ''): string {
  const lines = description?.replaceAll('*/', '*\\/').trim().split('\n') ?? [];
  if (lines.length === 0 || lines[0] === '') return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line.trim()}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
