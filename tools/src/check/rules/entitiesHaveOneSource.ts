import type { ParsedView } from '@wellspring/kit/contracts';
import { isEntity, objectTypes, schemaProblem } from '../objectTypes.ts';
import type { CheckedUnit, Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** Rule 4, golden source: each entity is owned by one unit, which alone publishes its views and events. */
export function entitiesHaveOneSource(platform: Platform): Problem[] {
  return platform.units.flatMap((unit) => [
    ...undeclared(unit),
    ...ownedTwice(unit, platform),
    ...publishedByAnother(unit, 'views.graphql', unit.views),
    ...publishedByAnother(unit, 'events.graphql', unit.events),
  ]);
}

function undeclared(unit: CheckedUnit): Problem[] {
  return [...unit.owns]
    .filter((name) => !objectTypes(unit.schema).some((type) => type.name === name && isEntity(type)))
    .map((name) => ({
      code: 'ENTITY_UNDECLARED',
      file: `${unit.path}/schema.graphql`,
      at: name,
      message: `The unit declares the entity ${name}, but its SDL has no such type with a key: write \`type ${name} @key(fields: "id") { id: ID! … }\`.`,
    }));
}

function ownedTwice(unit: CheckedUnit, { units }: Platform): Problem[] {
  const first = (name: string) => units.find(({ owns }) => owns.has(name));
  return [...unit.owns].flatMap((name) => {
    const other = first(name);
    if (other === undefined || other === unit) return [];
    const type = unit.schema.getType(name) ?? { name };
    const message = `${name} has one golden source, and ${other.name} declares it too: leave it out of this unit's entities and copy a view of it.`;
    return [schemaProblem(unit, 'GOLDEN_SOURCE_TWICE', type, name, message)];
  });
}

function publishedByAnother(
  unit: CheckedUnit,
  file: string,
  published: readonly Pick<ParsedView, 'name' | 'entity'>[],
): Problem[] {
  return published
    .filter(({ entity }) => !unit.owns.has(entity))
    .map(({ name, entity }) => ({
      code: 'ENTITY_UNDECLARED',
      file: `${unit.path}/${file}`,
      at: name,
      message: `${name} is of ${entity}, which ${unit.name} does not own: only the golden source publishes. Declare the entity in src/unit.ts, or move ${name} to its owner.`,
    }));
}
