import { stringArgument } from '@wellspring/kit/contracts';
import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { copiedFields, isEntity, isMarked, schemaProblem } from '../objectTypes.ts';
import { type CheckedUnit, ownerOf, type Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

const GUARDS = ['authenticated', 'requiresScopes', 'policy'];

/** The directives that guard in one SDL: what it writes, and the specification's name. */
type Guards = ReadonlyMap<string, string>;

/** A field that its owner guards is never provided to clients from a copy, neither itself nor inside of a value. */
export function copiesAreUnguarded(platform: Platform): Problem[] {
  return platform.units.flatMap((unit) =>
    copiedFields(unit).flatMap(({ type, field }) => {
      const owner = ownerOf(platform, type.name);
      const original = owner?.schema.getType(type.name);
      if (owner === undefined || !isObjectType(original)) return [];
      const copied = original.getFields()[field.name];
      if (copied === undefined) return [];
      const guard = guardOf(unit, original, copied, guardsOf(owner.schema), new Set());
      if (guard === undefined) return [];
      return schemaProblem(
        unit,
        'COPY_OF_GUARDED',
        field,
        `${type.name}.${field.name}`,
        `${owner.name} guards ${guard}, and a copy would be served without its owner: remove it from the SDL. The unit may use its copy itself (replicas.…load), but not provide it to clients.`,
      );
    }),
  );
}

/** `Member.email with @authenticated`; undefined when nothing guards the field or what the unit declares below it. */
function guardOf(
  unit: CheckedUnit,
  parent: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  guards: Guards,
  seen: Set<GraphQLNamedType>,
): string | undefined {
  const type = getNamedType(field.type);
  const places: [string, Parameters<typeof isMarked>[0]][] = [
    [`${parent.name}.${field.name}`, field],
    [parent.name, parent],
    [type.name, type],
  ];
  if (isObjectType(parent) || isInterfaceType(parent)) {
    for (const abstract of parent.getInterfaces()) {
      const promised = abstract.getFields()[field.name];
      places.push([abstract.name, abstract]);
      if (promised !== undefined) places.push([`${abstract.name}.${field.name}`, promised]);
    }
  }
  for (const [place, element] of places) {
    for (const [written, name] of guards) if (isMarked(element, written)) return `${place} with @${name}`;
  }
  // Another entity is a key here: its fields are copies of their own.
  if (!isObjectType(type) || isEntity(type) || seen.has(type)) return undefined;
  seen.add(type);
  const declared = unit.schema.getType(type.name);
  if (!isObjectType(declared)) return undefined;
  for (const below of Object.values(type.getFields())) {
    if (declared.getFields()[below.name] === undefined) continue;
    const guard = guardOf(unit, type, below, guards, seen);
    if (guard !== undefined) return guard;
  }
  return undefined;
}

/** An import may rename a directive; one that is not imported carries its specification's name. */
function guardsOf(schema: GraphQLSchema): Guards {
  const names = GUARDS.flatMap((name): [string, string][] => [
    [name, name],
    [`federation__${name}`, name],
  ]);
  return new Map([...names, ...linksOf(schema).flatMap(renamed)]);
}

function linksOf({ astNode, extensionASTNodes }: GraphQLSchema): ConstDirectiveNode[] {
  return [astNode, ...extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .filter(({ name }) => name.value === 'link');
}

function renamed(link: ConstDirectiveNode): [string, string][] {
  const prefix = stringArgument(link, 'as');
  const prefixed = prefix === undefined ? [] : GUARDS.map((name): [string, string] => [`${prefix}__${name}`, name]);
  const imports = link.arguments?.find(({ name }) => name.value === 'import')?.value;
  if (imports?.kind !== 'ListValue') return prefixed;
  return [
    ...prefixed,
    ...imports.values.flatMap((item): [string, string][] => {
      const name = textOf(item, 'name')?.slice(1);
      const as = textOf(item, 'as')?.slice(1);
      return name !== undefined && as !== undefined && GUARDS.includes(name) ? [[as, name]] : [];
    }),
  ];
}

function textOf(item: ConstValueNode, key: string): string | undefined {
  if (item.kind !== 'ObjectValue') return undefined;
  const value = item.fields.find(({ name }) => name.value === key)?.value;
  return value?.kind === 'StringValue' ? value.value : undefined;
}
