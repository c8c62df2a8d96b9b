import type { ViewField } from '@wellspring/kit/contracts';
import { getNamedType, isObjectType } from 'graphql';
import { copiedFields, type DeclaredField, isEntity, schemaProblem } from '../objectTypes.ts';
import { type CheckedUnit, findView, ownerOf, type Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** Each `@external` field of a copied type comes from exactly one replica, whole: with every field of its value type that the unit's SDL declares. */
export function copiesAreKept(platform: Platform): Problem[] {
  return platform.units.flatMap((unit) => copiedFields(unit).flatMap((copied) => faultsOf(platform, unit, copied)));
}

function faultsOf(platform: Platform, unit: CheckedUnit, { type, field }: DeclaredField): Problem[] {
  const at = `${type.name}.${field.name}`;
  const replicas = unit.replicas.flatMap((replica) => {
    const view = findView(platform, replica.view)?.view;
    return view?.entity === type.name ? [{ ...replica, content: view }] : [];
  });
  const keeping = replicas.filter(({ uses }) => uses.includes(field.name));
  const [keeper, another] = keeping;
  if (keeper === undefined) {
    const publishing =
      ownerOf(platform, type.name)?.views.filter(
        (view) => view.entity === type.name && view.fields.includes(field.name),
      ) ?? [];
    const declared = replicas.find(({ content }) => content.fields.includes(field.name));
    const write =
      declared !== undefined
        ? `add '${field.name}' to the uses of the replica "${declared.name}"`
        : publishing.length > 0
          ? `declare a replica of ${publishing.map(({ name }) => name).join(' or ')} that uses '${field.name}'`
          : 'ask its owner to publish it in a view, or remove it from the SDL';
    return [
      schemaProblem(
        unit,
        'COPY_NOT_KEPT',
        field,
        at,
        `The SDL serves it from a copy, and no replica of ${type.name} keeps it: ${write}.`,
      ),
    ];
  }
  if (another !== undefined) {
    return [
      schemaProblem(
        unit,
        'COPY_AMBIGUOUS',
        field,
        at,
        `The replicas ${keeping.map(({ name }) => `"${name}"`).join(' and ')} both keep it, so nobody knows which one is served: leave it in the uses of one.`,
      ),
    ];
  }
  const selected = keeper.content.shape.find(({ name }) => name === field.name);
  return unselected(unit, getNamedType(field.type).name, selected?.fields).map((missing) =>
    schemaProblem(
      unit,
      'COPY_PARTIAL',
      field,
      at,
      `The SDL declares ${missing}, which the view ${keeper.view} does not select; the planner would take it from there. Remove it here, or have the view select it.`,
    ),
  );
}

/** The fields that the SDL declares on a value type, nested, and the view leaves out. */
function unselected(unit: CheckedUnit, typeName: string, selected: readonly ViewField[] | undefined): string[] {
  const type = unit.schema.getType(typeName);
  if (!isObjectType(type) || isEntity(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const found = selected?.find(({ name }) => name === field.name);
    return found === undefined
      ? [`${typeName}.${field.name}`]
      : unselected(unit, getNamedType(field.type).name, found.fields);
  });
}
