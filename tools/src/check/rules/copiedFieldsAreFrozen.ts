import { type GraphQLField, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import type { ReleasedContract } from '../../release/ReleasedContract.ts';
import { schemaProblem } from '../objectTypes.ts';
import type { CheckedUnit, Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** The type and the arguments of a field of the owner's SDL stay as they were released while any replica uses it. */
export function copiedFieldsAreFrozen(platform: Platform): Problem[] {
  const told = new Set<string>();
  return platform.released
    .filter(({ kind }) => kind === 'view')
    .flatMap((released) => {
      const owner = platform.units.find(({ name }) => name === released.unit);
      if (owner?.schema.getType(released.entity) === undefined) return [];
      return Object.entries(released.types).flatMap(([path, type]) => {
        const consumers = consumersOf(platform, released, path);
        const at = `${released.entity}.${path}`;
        if (consumers.length === 0 || told.has(`${owner.name} ${at}`)) return [];
        const problem = thaw(owner, released, path, type, consumers);
        if (problem === undefined) return [];
        told.add(`${owner.name} ${at}`);
        return [problem];
      });
    });
}

function thaw(
  owner: CheckedUnit,
  { entity, unit, name }: ReleasedContract,
  path: string,
  type: string,
  consumers: readonly string[],
): Problem | undefined {
  const names = path.split('.');
  const field = fieldAt(owner.schema, entity, names);
  if (field === 'parent gone') return undefined; // said of the parent
  const last = names.at(-1) as string;
  const was = `${last}: ${type}`;
  const is = field === undefined ? 'it is gone' : `it is \`${signature(field)}\``;
  if (field !== undefined && signature(field) === was) return undefined;
  const copied = `${consumers.join(', ')} ${consumers.length === 1 ? 'copies' : 'copy'} it`;
  return schemaProblem(
    owner,
    'COPY_FROZEN',
    field ?? { name: last },
    `${entity}.${path}`,
    `${unit}.${name} was released with \`${was}\`, and ${is}. ${copied}, so it is frozen: put it back, and write the change as a new field, published in a new version of the view. It may go once no replica uses it.`,
  );
}

/** The units whose replica of the view uses the field at a path, or an object it is in. */
function consumersOf(platform: Platform, { unit, name }: ReleasedContract, path: string): readonly string[] {
  const [top = ''] = path.split('.');
  return platform.units
    .filter(({ replicas }) =>
      replicas.some(({ view, uses }) => view === `${unit}.${name}` && (uses.includes(top) || top === 'id')),
    )
    .map((consumer) => consumer.name);
}

function fieldAt(
  schema: GraphQLSchema,
  entity: string,
  names: readonly string[],
): GraphQLField<unknown, unknown> | 'parent gone' | undefined {
  let type = schema.getType(entity);
  for (const [index, name] of names.entries()) {
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    if (index === names.length - 1) return isObjectType(type) ? field : 'parent gone';
    if (field === undefined) return 'parent gone';
    type = getNamedType(field.type);
  }
  return undefined;
}

/** `price(currency: String): Money` */
function signature({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const list = args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ');
  return `${name}${list === '' ? '' : `(${list})`}: ${String(type)}`;
}
