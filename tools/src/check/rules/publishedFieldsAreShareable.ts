import type { ParsedView, ViewField } from '@wellspring/kit/contracts';
import { getNamedType, isObjectType } from 'graphql';
import { isMarked, keyFields, schemaProblem } from '../objectTypes.ts';
import type { CheckedUnit, Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** The owner marks every field of a published view `@shareable`, nested fields too: only then may a consumer serve it. */
export function publishedFieldsAreShareable({ units }: Platform): Problem[] {
  return units.flatMap((unit) => {
    const found = new Map<string, Problem>();
    for (const view of unit.views) visit(unit, view, view.entity, view.shape, found);
    return [...found.values()];
  });
}

function visit(
  unit: CheckedUnit,
  view: ParsedView,
  typeName: string,
  fields: readonly ViewField[],
  found: Map<string, Problem>,
): void {
  const type = unit.schema.getType(typeName);
  if (!isObjectType(type)) return;
  const keys = keyFields(type);
  for (const { name, fields: below } of fields) {
    const field = type.getFields()[name];
    if (field === undefined) continue;
    const at = `${typeName}.${name}`;
    if (!keys.has(name) && !isMarked(field, 'shareable') && !isMarked(type, 'shareable') && !found.has(at)) {
      const message = `The view ${view.name} publishes it, so consumers may serve it too: write \`${name}: ${String(field.type)} @shareable\`.`;
      found.set(at, schemaProblem(unit, 'NOT_SHAREABLE', field, at, message));
    }
    if (below !== undefined) visit(unit, view, getNamedType(field.type).name, below, found);
  }
}
