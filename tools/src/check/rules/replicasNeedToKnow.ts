import { copiedFields } from '../objectTypes.ts';
import { type CheckedReplica, type CheckedUnit, findView, type Platform, type SourceFile } from '../Platform.ts';
import type { Problem, ProblemCode } from '../Problem.ts';

/** Rule 5, need to know: a replica is of a published view, names fields of it, and uses each. */
export function replicasNeedToKnow(platform: Platform): Problem[] {
  return platform.units.flatMap((unit) => unit.replicas.flatMap((replica) => faultsOf(platform, unit, replica)));
}

function faultsOf(platform: Platform, unit: CheckedUnit, replica: CheckedReplica): Problem[] {
  const { name, view: qualified, uses } = replica;
  const problem = (code: ProblemCode, at: string, message: string): Problem => ({
    code,
    file: `${unit.path}/src/unit.ts`,
    at: `replicas.${at}`,
    message,
  });
  const found = findView(platform, qualified);
  if (found === undefined) {
    const known = platform.units.flatMap((owner) => owner.views.map((view) => `${owner.name}.${view.name}`));
    return [
      problem(
        'REPLICA_VIEW_UNKNOWN',
        name,
        `No unit publishes "${qualified}"; published are ${known.join(', ') || 'none'}.`,
      ),
    ];
  }
  const { fields, entity } = found.view;
  return uses.flatMap((field) => {
    if (!fields.includes(field)) {
      return problem(
        'REPLICA_FIELD_UNKNOWN',
        `${name}.${field}`,
        `${qualified} has no field "${field}"; it has ${fields.join(', ')}. Use another view, or ask ${found.owner.name} to publish it in a new one.`,
      );
    }
    if (isServed(unit, entity, field) || isMentioned(unit.sources, field)) return [];
    return problem(
      'REPLICA_FIELD_UNUSED',
      `${name}.${field}`,
      `Neither the SDL nor the code of ${unit.name} uses it, and what a unit does not use it may not copy: remove '${field}' from uses.`,
    );
  });
}

function isServed(unit: CheckedUnit, entity: string, name: string): boolean {
  return copiedFields(unit).some(({ type, field }) => type.name === entity && field.name === name);
}

/** Whether the code speaks of the field anywhere but in the declarations of replicas and in tests. */
function isMentioned(sources: readonly SourceFile[], field: string): boolean {
  const word = new RegExp(`\\b${field}\\b`);
  return sources.some(
    ({ path, text }) => !path.endsWith('.test.ts') && word.test(text.replace(/\buses:\s*\[[^\]]*\]/g, '')),
  );
}
