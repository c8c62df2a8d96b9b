import { readFileSync } from 'node:fs';
import {
  type DirectiveNode,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { hashOf } from './Random.ts';
import type { MadeUpGraph, MadeUpSubgraph } from './randomGraph.ts';

type Item = Readonly<Record<string, unknown>> & {
  readonly __typename?: string;
  readonly id?: string;
  /** What a value that is no entity is told from others by. */
  readonly place?: string;
};

/** Stock does not load a supergraph that has these; what they do has tests of its own. */
const GUARDS: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'policy']);
const IDS = 5;

/**
 * The supergraph of the nine units, as it is served, over data that are made up: what a field answers depends on its object, its name
 * and its arguments alone, so that every unit that has the field answers the same, and so does one schema of all.
 */
export function unitsGraph(seed: number): MadeUpGraph {
  const supergraph = readFileSync('supergraph.yaml', 'utf8');
  const files = [...supergraph.matchAll(/file: (\S+)/g)].map(([, file]) => file as string);
  const subgraphs = files.map((file): MadeUpSubgraph => {
    const sdl = withoutGuards(readFileSync(file, 'utf8'));
    const [, name = ''] = /subgraphs\/([^/]+)\//.exec(file) ?? [];
    return { name, sdl, resolvers: resolversOf(sdl, seed) };
  });
  const whole: MadeUpGraph['whole'] = {};
  for (const { resolvers } of subgraphs)
    for (const [type, fields] of Object.entries(resolvers)) whole[type] = { ...whole[type], ...fields };
  return { subgraphs, whole, swallowed: { some: () => false, forget: () => undefined } };
}

function withoutGuards(sdl: string): string {
  const guard = (node: DirectiveNode) => (GUARDS.has(node.name.value) ? null : undefined);
  return print(visit(parse(sdl), { Directive: guard }));
}

function resolversOf(sdl: string, seed: number): Record<string, Record<string, unknown>> {
  const resolvers: Record<string, Record<string, unknown>> = {};
  const resolve = (item: Item | undefined, args: object, _context: unknown, info: GraphQLResolveInfo): unknown => {
    const known = item?.[info.fieldName];
    if (known !== undefined) return known;
    const owner = item === undefined ? '' : (item.place ?? `${item.__typename} ${item.id}`);
    const place = `${seed} ${owner} ${info.parentType.name}.${info.fieldName} ${JSON.stringify(args)}`;
    return valueAt(info.returnType, place, info.schema);
  };
  for (const definition of parse(sdl).definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) {
      const fields = definition.fields?.map(({ name }) => [name.value, resolve]) ?? [];
      resolvers[definition.name.value] = {
        ...resolvers[definition.name.value],
        ...Object.fromEntries(fields),
        __resolveReference: (reference: Item) => reference,
      };
    }
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION || definition.kind === Kind.UNION_TYPE_DEFINITION)
      resolvers[definition.name.value] = { __resolveType: ({ __typename }: Item) => __typename };
  }
  // What is no entity has no reference: only what is resolved as one is asked for it.
  return resolvers;
}

function valueAt(type: GraphQLOutputType, place: string, schema: GraphQLSchema): unknown {
  if (isNonNullType(type)) return one(type.ofType, place, schema);
  return hashOf(`null ${place}`) < 0.1 ? null : one(type, place, schema);
}

function one(type: GraphQLOutputType, place: string, schema: GraphQLSchema): unknown {
  const hash = hashOf(place);
  if (isListType(type))
    return Array.from({ length: Math.floor(hash * 3) }, (_, index) =>
      valueAt(type.ofType, `${place} ${index}`, schema),
    );
  if (isUnionType(type) || isInterfaceType(type)) {
    const types = [...schema.getPossibleTypes(type)].sort((a, b) => (a.name < b.name ? -1 : 1));
    return one(types[Math.floor(hash * types.length)] as (typeof types)[number], `${place} of it`, schema);
  }
  if (isObjectType(type)) {
    const isEntity = type.getFields().id !== undefined;
    return { __typename: type.name, ...(isEntity ? { id: String(Math.floor(hash * IDS)) } : { place }) };
  }
  if (isEnumType(type)) {
    const names = type.getValues().map(({ name }) => name);
    return names.sort()[Math.floor(hash * names.length)];
  }
  switch (String(type)) {
    case 'Int':
      return Math.floor(hash * 1_000) - 100;
    case 'Float':
      return Math.round(hash * 1e6) / 1e3;
    case 'Boolean':
      return hash < 0.5;
    default:
      return `ü "${Math.floor(hash * 1e9).toString(36)}"`;
  }
}
