import { posix } from 'node:path';
import type { CheckedUnit, Platform, SourceFile } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** Imports run one way: units know the kit and the contracts, never each other; gateway and kit know no unit. */
export function unitsStandAlone({ units, sources }: Platform): Problem[] {
  const ofUnits = units.flatMap((unit) => unit.sources.flatMap((source) => importedUnits(source, units, unit)));
  return [...ofUnits, ...sources.flatMap((source) => importedUnits(source, units))];
}

const specifiers = /\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;

function importedUnits(source: SourceFile, units: readonly CheckedUnit[], self?: CheckedUnit): Problem[] {
  return source.text.split('\n').flatMap((text, index) =>
    [...text.matchAll(specifiers)].flatMap(([, specifier = '']): Problem[] => {
      const imported = unitOf(source.path, specifier, units);
      if (imported === undefined || imported === self) return [];
      const who = self?.name ?? source.path.split('/')[0];
      const message = `${who} imports the unit ${imported.name}: units meet in views and events only. Copy a view of ${imported.name}, or use its contracts from @wellspring/schema.`;
      return [{ code: 'UNIT_IMPORTED', file: source.path, line: index + 1, at: specifier, message }];
    }),
  );
}

function unitOf(importer: string, specifier: string, units: readonly CheckedUnit[]): CheckedUnit | undefined {
  const path = specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : specifier;
  return units.find(
    ({ name, path: folder }) =>
      path === `@wellspring/${name}` || path.startsWith(`@wellspring/${name}/`) || path.startsWith(`${folder}/`),
  );
}
