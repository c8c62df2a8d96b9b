import { getNamedType } from 'graphql';
import { copiedFields, declaredFields, isMarked, schemaProblem } from '../objectTypes.ts';
import type { Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** A field that returns a copied entity says what it provides: without `@provides` each of its fields costs a hop that nobody sees. */
export function hopsAreVisible({ units }: Platform): Problem[] {
  return units.flatMap((unit) => {
    const copied = new Map<string, string[]>();
    for (const { type, field } of copiedFields(unit))
      copied.set(type.name, [...(copied.get(type.name) ?? []), field.name]);
    return declaredFields(unit).flatMap(({ type, field }) => {
      const fields = copied.get(getNamedType(field.type).name);
      if (fields === undefined || isMarked(field, 'provides') || isMarked(field, 'external')) return [];
      const at = `${type.name}.${field.name}`;
      return schemaProblem(
        unit,
        'SILENT_HOP',
        field,
        at,
        `It returns ${getNamedType(field.type).name}, of which ${unit.name} keeps a copy, but provides nothing of it: a silent hop. Write \`@provides(fields: "${fields.join(' ')}")\`.`,
      );
    });
  });
}
