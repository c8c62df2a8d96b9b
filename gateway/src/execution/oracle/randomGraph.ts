import { GraphQLError, type GraphQLSchema } from 'graphql';
import { hashOf, Random } from './Random.ts';

/** One subgraph of a made-up supergraph. */
export interface MadeUpSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: Record<string, Record<string, unknown>>;
}

export interface MadeUpGraph {
  readonly subgraphs: readonly MadeUpSubgraph[];
  /** Resolvers of the one schema that is not federated, over the same data. */
  readonly whole: Record<string, Record<string, unknown>>;
  /** Whether a required field failed since this was forgotten. */
  readonly swallowed: { readonly some: () => boolean; readonly forget: () => void };
}

export interface GraphOptions {
  /** How often the resolver of a field fails, for one entity or another. Default 0. */
  readonly failures?: number;
}

type Kind =
  | { readonly kind: 'leaf'; readonly type: 'Int' | 'Float' | 'String' | 'Boolean' | 'ID' | 'Color' | 'Stuff' }
  | { readonly kind: 'size' }
  | { readonly kind: 'entity'; readonly type: string }
  | { readonly kind: 'thing' }
  | { readonly kind: 'named' };

interface Field {
  readonly name: string;
  readonly of: Kind;
  readonly list: boolean;
  readonly nonNull: boolean;
  readonly args: boolean;
  readonly requires?: { readonly field: string; readonly arg?: string };
}

interface Entity {
  readonly name: string;
  readonly owner: number;
  /** Whether other subgraphs know it by `code` too, and by nothing else. */
  readonly byCode: ReadonlySet<number>;
  readonly named: boolean;
  /** By subgraph. */
  readonly fields: readonly Field[][];
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible"])\n';
const SHARED = `scalar Stuff
enum Color { RED GREEN BLUE }
enum Unit { CM INCH }
type Size @shareable { width: Int height: Int unit: Unit }
`;
const IDS = 5;

/** A supergraph of a few subgraphs with entities that know each other, all of it by chance; the same for the same seed. */
export function randomGraph(seed: number, { failures = 0 }: GraphOptions = {}): MadeUpGraph {
  const random = new Random(seed);
  const subgraphCount = 2 + random.below(3);
  const names = Array.from({ length: 2 + random.below(3) }, (_, index) => `E${index}`);
  const entities = names.map((name) => makeEntity(random, name, names, subgraphCount));
  const data = new Data(entities, failures, seed);
  const subgraphs = Array.from({ length: subgraphCount }, (_, index) => makeSubgraph(index, entities, data));
  let failed = false;
  const swallowed = {
    some: () => failed,
    forget: () => {
      failed = false;
    },
  };
  const whole = wholeResolvers(entities, data, () => {
    failed = true;
  });
  return { subgraphs, whole, swallowed };
}

function makeEntity(random: Random, name: string, names: readonly string[], subgraphCount: number): Entity {
  const owner = random.below(subgraphCount);
  const others = Array.from({ length: subgraphCount }, (_, index) => index).filter((index) => index !== owner);
  const extending = others.filter(() => random.chance(0.7));
  const byCode = new Set(extending.filter(() => random.chance(0.25)));
  let count = 0;
  const makeField = (): Field => {
    count += 1;
    const roll = random.next();
    const of: Kind =
      roll < 0.5
        ? { kind: 'leaf', type: random.pick(['Int', 'Float', 'String', 'Boolean', 'ID', 'Color', 'Stuff'] as const) }
        : roll < 0.6
          ? { kind: 'size' }
          : roll < 0.85
            ? { kind: 'entity', type: random.pick(names) }
            : roll < 0.93
              ? { kind: 'thing' }
              : { kind: 'named' };
    return {
      name: `f${count}`,
      of,
      list: random.chance(0.3),
      nonNull: random.chance(0.2),
      args: random.chance(0.25),
    };
  };
  const fields = Array.from({ length: subgraphCount }, (_, index) => {
    if (index === owner) return Array.from({ length: 2 + random.below(4) }, makeField);
    return extending.includes(index) ? Array.from({ length: 1 + random.below(3) }, makeField) : [];
  });
  const owned = (fields[owner] ?? []).filter(
    ({ of, list, nonNull }) => of.kind === 'leaf' && of.type !== 'Stuff' && !list && !nonNull,
  );
  for (const index of extending) {
    if (owned.length === 0 || !random.chance(0.5)) continue;
    const { name: field, args } = random.pick(owned);
    count += 1;
    fields[index]?.push({
      name: `r${count}`,
      of: { kind: 'leaf', type: 'String' },
      list: false,
      nonNull: false,
      args: false,
      requires: { field, ...(args ? { arg: random.pick(['CM', 'INCH']) } : {}) },
    });
  }
  return { name, owner, byCode, named: random.chance(0.6), fields };
}

interface Reference {
  readonly __typename: string;
  readonly id: string;
}

/** What every field of every entity answers: the same for the same arguments, whoever is asked. */
class Data {
  readonly #entities: readonly Entity[];
  readonly #failures: number;
  readonly #seed: number;

  constructor(entities: readonly Entity[], failures: number, seed: number) {
    this.#entities = entities;
    this.#failures = failures;
    this.#seed = seed;
  }

  /** @throws GraphQLError now and then, where failures are wanted */
  value(entity: string, id: string, { name, of, list, nonNull }: Omit<Field, 'args'>, args: object): unknown {
    const key = `${this.#seed} ${entity} ${id} ${name} ${JSON.stringify(args)}`;
    if (hashOf(`fail ${key}`) < this.#failures)
      throw new GraphQLError(`failed: ${entity} ${name}`, { extensions: { code: `FAILED_${name.toUpperCase()}` } });
    if (!nonNull && hashOf(`null ${key}`) < 0.12) return null;
    if (!list) return this.#one(of, key);
    const length = Math.floor(hashOf(`length ${key}`) * 4);
    return Array.from({ length }, (_, index) =>
      hashOf(`${key} null ${index}`) < 0.1 ? null : this.#one(of, `${key} ${index}`),
    );
  }

  reference(type: string, key: string): Reference {
    return { __typename: type, id: String(Math.floor(hashOf(`id ${key}`) * IDS)) };
  }

  #one(of: Kind, key: string): unknown {
    const hash = hashOf(`value ${key}`);
    switch (of.kind) {
      case 'leaf':
        return leafValue(of.type, hash);
      case 'size':
        return {
          width: Math.floor(hash * 90),
          height: hash < 0.2 ? null : Math.floor(hash * 50),
          unit: hash < 0.5 ? 'CM' : 'INCH',
        };
      case 'entity':
        return this.reference(of.type, key);
      case 'thing':
        return this.reference(choose(this.#entities, hash).name, key);
      case 'named': {
        const named = this.#entities.filter((entity) => entity.named);
        return named.length === 0 ? null : this.reference(choose(named, hash).name, key);
      }
    }
  }

  has(id: string): boolean {
    return Number(id) >= 0 && Number(id) < IDS;
  }
}

const choose = <T>(items: readonly T[], hash: number): T => items[Math.floor(hash * items.length)] as T;

function leafValue(type: string, hash: number): unknown {
  switch (type) {
    case 'Int':
      return Math.floor(hash * 2_000) - 1_000;
    case 'Float':
      return Math.round(hash * 1e6) / 1e3;
    case 'Boolean':
      return hash < 0.5;
    case 'Color':
      return ['RED', 'GREEN', 'BLUE'][Math.floor(hash * 3)];
    case 'Stuff':
      return { deep: [hash, { er: hash < 0.5 ? null : 'x' }] };
    default:
      return `ü "${Math.floor(hash * 1e9).toString(36)}"\n\u2028`;
  }
}

const ARGS = '(unit: Unit = CM, n: Int)';

function typeOf({ of, list, nonNull }: Field): string {
  const one =
    of.kind === 'leaf' || of.kind === 'entity' ? of.type : { size: 'Size', thing: 'Thing', named: 'Named' }[of.kind];
  return `${list ? `[${one}]` : one}${nonNull ? '!' : ''}`;
}

function makeSubgraph(index: number, entities: readonly Entity[], data: Data): MadeUpSubgraph {
  const resolvers: Record<string, Record<string, unknown>> = {};
  const named = entities.filter((entity) => entity.named);
  const all = entities.flatMap(({ fields }) => fields[index] ?? []);
  const usesThing = all.some(({ of }) => of.kind === 'thing');
  const usesNamed = named.length > 0;
  let sdl = LINK + SHARED;
  if (usesThing) sdl += `union Thing = ${entities.map(({ name }) => name).join(' | ')}\n`;
  if (usesNamed) sdl += 'interface Named { id: ID! }\n';
  for (const entity of entities) {
    const { name, owner, byCode, fields } = entity;
    const own = fields[index] ?? [];
    const isOwner = owner === index;
    const codeOnly = byCode.has(index);
    const implementing = entity.named && usesNamed ? ' implements Named' : '';
    const keys =
      isOwner && byCode.size > 0
        ? '@key(fields: "id") @key(fields: "code")'
        : codeOnly
          ? '@key(fields: "code")'
          : '@key(fields: "id")';
    const externals = new Map<string, string>();
    for (const { requires } of own) {
      if (requires === undefined) continue;
      const required = (fields[owner] ?? []).find((field) => field.name === requires.field) as Field;
      externals.set(required.name, `  ${required.name}${required.args ? ARGS : ''}: ${typeOf(required)} @external\n`);
    }
    // A stub that others refer to is known by id.
    sdl += `type ${name}${implementing} ${keys}${codeOnly ? ' @key(fields: "id", resolvable: false)' : ''} {\n`;
    sdl += codeOnly ? '  id: ID!\n  code: String!\n' : '  id: ID!\n';
    if (isOwner && byCode.size > 0) sdl += '  code: String!\n';
    sdl += [...externals.values()].join('');
    for (const field of own) {
      const { requires } = field;
      const required =
        requires && (requires.arg === undefined ? requires.field : `${requires.field}(unit: ${requires.arg})`);
      sdl += `  ${field.name}${field.args ? ARGS : ''}: ${typeOf(field)}${required === undefined ? '' : ` @requires(fields: "${required}")`}\n`;
    }
    sdl += '}\n';
    resolvers[name] = {
      __resolveReference: (reference: { id?: string; code?: string }) => {
        const id = reference.id ?? reference.code?.slice(2) ?? '';
        return data.has(id) ? { ...reference, __typename: name, id } : null;
      },
      code: ({ id }: Reference) => `c-${id}`,
      ...fieldResolvers(
        entity,
        own,
        data,
        (required) => (item) => (item as unknown as Record<string, unknown>)[required],
      ),
    };
  }
  const roots = entities.filter(({ owner }) => owner === index);
  sdl += 'type Query {\n';
  resolvers.Query = {};
  for (const { name } of roots) {
    sdl += `  one${name}(id: ID!): ${name}\n  all${name}(first: Int = 2): [${name}!]\n  must${name}: ${name}!\n`;
    Object.assign(resolvers.Query, rootResolvers(name, data));
  }
  sdl += `  alive${index}: Boolean\n}\n`;
  resolvers.Query[`alive${index}`] = () => true;
  const typename = { __resolveType: ({ __typename }: Reference) => __typename };
  if (usesThing) resolvers.Thing = typename;
  if (usesNamed) resolvers.Named = typename;
  return { name: `s${index}`, sdl, resolvers };
}

function rootResolvers(name: string, data: Data): Record<string, unknown> {
  const reference = (id: string): Reference => ({ __typename: name, id });
  return {
    [`one${name}`]: (_: unknown, { id }: { id: string }) => (data.has(id) ? reference(id) : null),
    [`all${name}`]: (_: unknown, { first }: { first: number | null }) =>
      Array.from({ length: Math.max(0, Math.min(first ?? 2, IDS)) }, (_item, id) => reference(String(id))),
    [`must${name}`]: () => reference('0'),
  };
}

/** @param requiredBy how a field that another requires is read */
function fieldResolvers(
  { name }: Pick<Entity, 'name'>,
  fields: readonly Field[],
  data: Data,
  requiredBy: (field: string, arg: string | undefined) => (item: Reference) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      (item: Reference, args: object) => {
        if (field.requires === undefined) return data.value(name, item.id, field, args);
        const required = requiredBy(field.requires.field, field.requires.arg)(item);
        return `${data.value(name, item.id, field, args)} of ${JSON.stringify(required ?? null)}`;
      },
    ]),
  );
}

function wholeResolvers(entities: readonly Entity[], data: Data, swallow: () => void): MadeUpGraph['whole'] {
  const resolvers: MadeUpGraph['whole'] = { Query: {} };
  const typename = { __resolveType: ({ __typename }: Reference) => __typename };
  resolvers.Thing = typename;
  resolvers.Named = typename;
  for (const entity of entities) {
    const { name, fields, owner } = entity;
    const owned = fields[owner] ?? [];
    resolvers[name] = {
      code: ({ id }: Reference) => `c-${id}`,
      ...fieldResolvers(entity, fields.flat(), data, (required, arg) => ({ id }) => {
        const field = owned.find((candidate) => candidate.name === required) as Field;
        try {
          const args = field.args ? { unit: arg ?? 'CM' } : {};
          return data.value(name, id, field, args);
        } catch {
          swallow();
          return null;
        }
      }),
    };
    Object.assign(resolvers.Query as object, rootResolvers(name, data));
  }
  for (let index = 0; index < 8; index += 1)
    Object.assign(resolvers.Query as object, { [`alive${index}`]: () => true });
  return resolvers;
}

/** Puts resolvers on a schema that was built without; those of types that it has not are left out. */
export function attachResolvers(
  schema: GraphQLSchema,
  resolvers: Record<string, Record<string, unknown>>,
): GraphQLSchema {
  for (const [typeName, byField] of Object.entries(resolvers)) {
    const type = schema.getType(typeName) as
      | { getFields?: () => Record<string, { resolve?: unknown }>; resolveType?: unknown }
      | undefined;
    if (type === undefined) continue;
    for (const [name, resolve] of Object.entries(byField)) {
      if (name === '__resolveType') type.resolveType = resolve;
      const field = type.getFields?.()[name];
      if (field !== undefined) field.resolve = resolve;
    }
  }
  return schema;
}
