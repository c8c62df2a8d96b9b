import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, isObjectType, parse } from 'graphql';
import { directivesOf, subgraphSchema } from '../contracts/subgraphSchema.ts';
import { WellspringError } from '../errors/WellspringError.ts';
import type { ReplicaPlan } from '../replica/ReplicaRow.ts';
import { scalars } from '../values/scalars.ts';
import type { Unit } from './defineUnit.ts';
import type { IResolvers } from './IResolvers.ts';
import type { UnitContext } from './UnitContext.ts';

type Resolver = (parent: Record<string, unknown>, args: unknown, context: UnitContext) => unknown;
type TypeResolvers = Record<string, unknown>;

/**
 * The unit's executable subgraph schema: its own resolvers, and what the kit resolves for it:
 * `id` and `__resolveReference` of owned entities; of copied types, `__resolveReference` and each `@external` field from the
 * replica that holds it; the scalars of the kit.
 * @throws WellspringError UNIT_INVALID when a resolver is of a type or field that the SDL has not
 */
export function buildUnitSchema(unit: Unit, sdl: string, plans: readonly ReplicaPlan[]): GraphQLSchema {
  const bare = subgraphSchema(sdl);
  assertKnown(unit, bare);
  const resolvers = { ...unit.resolvers } as Record<string, unknown>;
  const add = (type: string, defaults: TypeResolvers): void => {
    resolvers[type] = { ...defaults, ...(resolvers[type] as TypeResolvers | undefined) };
  };
  for (const type of Object.keys(unit.entities)) {
    add(type, {
      id: (document: Record<string, unknown>) => document.id ?? document._id,
      __resolveReference: ({ id }: { id: string }, { entities }: UnitContext) => entities[type]?.load(id),
    });
  }
  for (const entity of new Set(plans.map((plan) => plan.entity))) {
    const type = bare.getType(entity);
    if (!isObjectType(type)) continue; // copied for the unit's own use, not shown
    const fields: TypeResolvers = { __resolveReference: ({ id }: { id: string }) => ({ id }) };
    for (const [name, field] of Object.entries(type.getFields())) {
      const isExternal = directivesOf(field, 'external').length > 0;
      const plan = plans.find((candidate) => candidate.entity === entity && candidate.uses.includes(name));
      if (isExternal && plan !== undefined) fields[name] = fromReplica(plan.name, name);
    }
    add(entity, fields);
  }
  for (const [name, scalar] of Object.entries(scalars))
    if (bare.getType(name) !== undefined) resolvers[name] ??= scalar;
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as IResolvers }]);
}

/** A resolver of nothing would never be called, and nobody would be told. */
function assertKnown({ name, resolvers }: Unit, schema: GraphQLSchema): void {
  const refuse = (what: string): never => {
    throw new WellspringError('UNIT_INVALID', `${name}: there is a resolver of ${what}, which schema.graphql has not.`);
  };
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName) ?? refuse(`the type ${typeName}`);
    if (!isObjectType(type)) continue;
    for (const field of Object.keys(fields as TypeResolvers))
      if (!field.startsWith('__') && type.getFields()[field] === undefined) refuse(`${typeName}.${field}`);
  }
}

/** A field of a copied entity: what the parent has already, else the replica's. */
function fromReplica(replica: string, field: string): Resolver {
  return async (parent, _args, { replicas }) => {
    if (field in parent) return parent[field];
    const reader = replicas[replica] as { load(id: string): Promise<Record<string, unknown> | null> } | undefined;
    const row = await reader?.load(String(parent.id));
    return row?.[field] ?? null;
  };
}
