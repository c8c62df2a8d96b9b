import type { ViewField } from '@wellspring/kit/contracts';
import { type GraphQLObjectType, getNamedType, isNonNullType, isObjectType } from 'graphql';
import { declaredFields, isEntity, keyFields, rootTypes, schemaProblem } from '../objectTypes.ts';
import type { CheckedUnit, Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** Root fields, non-key fields of entities and everything a view publishes are nullable: an outage costs a field, not its parents. */
export function fieldsAreNullable({ units }: Platform): Problem[] {
  return units.flatMap((unit) => {
    const roots = rootTypes(unit.schema);
    const published = publishedValueFields(unit);
    return declaredFields(unit)
      .filter(({ field }) => isNonNullType(field.type))
      .flatMap(({ type, field }) => {
        const why = reason(type, field.name, roots, published);
        if (why === undefined) return [];
        const at = `${type.name}.${field.name}`;
        const message = `${why} is nullable, so that an outage costs the field and not its parents: write \`${field.name}: ${String(field.type).slice(0, -1)}\`.`;
        return [schemaProblem(unit, 'NOT_NULLABLE', field, at, message)];
      });
  });
}

function reason(
  type: GraphQLObjectType,
  field: string,
  roots: ReadonlySet<GraphQLObjectType>,
  published: ReadonlyMap<string, string>,
): string | undefined {
  if (roots.has(type)) return 'A root field';
  if (isEntity(type)) return keyFields(type).has(field) ? undefined : 'A field of an entity';
  const view = published.get(`${type.name}.${field}`);
  return view === undefined ? undefined : `A field that a view publishes (${view})`;
}

/** `Money.amount` → the view that publishes it, for the fields of value types. */
function publishedValueFields({ schema, views }: CheckedUnit): ReadonlyMap<string, string> {
  const published = new Map<string, string>();
  const visit = (typeName: string, fields: readonly ViewField[], view: string): void => {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) return;
    for (const { name, fields: below } of fields) {
      if (!isEntity(type)) published.set(`${typeName}.${name}`, view);
      const field = type.getFields()[name];
      if (below !== undefined && field !== undefined) visit(getNamedType(field.type).name, below, view);
    }
  };
  for (const view of views) visit(view.entity, view.shape, view.name);
  return published;
}
