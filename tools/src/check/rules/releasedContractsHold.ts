import { breakingChanges } from '../../release/breakingChanges.ts';
import { nextVersion } from '../../release/nextVersion.ts';
import type { ReleasedContract } from '../../release/ReleasedContract.ts';
import { contractsOfUnit, reliesOn } from '../contractsOfUnit.ts';
import type { CheckedUnit, Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** What was released is kept: a view or an event may gain nullable fields, anything else is a new version beside it. */
export function releasedContractsHold(platform: Platform): Problem[] {
  return platform.released.flatMap((released) => {
    const unit = platform.units.find(({ name }) => name === released.unit);
    const current =
      unit && contractsOfUnit(unit).find(({ kind, name }) => kind === released.kind && name === released.name);
    if (unit === undefined || current === undefined) return removed(platform, unit, released);
    const changes = breakingChanges(released, current);
    return changes.length === 0 ? [] : [changed(platform, unit, released, changes)];
  });
}

function changed(
  platform: Platform,
  unit: CheckedUnit,
  { kind, name, entity, ...rest }: ReleasedContract,
  changes: readonly string[],
): Problem {
  const taken = new Set([...unit.views, ...unit.events].map((contract) => contract.name));
  const next = nextVersion(name, taken);
  const isView = kind === 'view';
  const beside = isView ? `fragment ${next} on ${entity}` : `type ${next} @event(of: "${entity}")`;
  const consumers = reliesOn(platform, { kind, name, entity, ...rest });
  const rely = isView ? 'replica declares' : 'unit reacts to';
  return {
    code: isView ? 'VIEW_CHANGED' : 'EVENT_CHANGED',
    file: `${unit.path}/${isView ? 'views' : 'events'}.graphql`,
    at: name,
    message:
      `It is not as it was released: ${changes.join('; ')}. ${isView ? 'A view' : 'An event'} may only gain nullable fields: ` +
      `put it back, and ${isView ? 'publish' : 'record'} the change beside it as \`${beside}\`. ` +
      `${name} may go once no ${rely} it (now: ${consumers.join(', ') || 'none'}).`,
  };
}

/** Gone is gone only where nobody relies on it. A contract that cannot be read is another rule's matter. */
function removed(platform: Platform, unit: CheckedUnit | undefined, released: ReleasedContract): Problem[] {
  const { kind, unit: owner, name, entity } = released;
  const consumers = reliesOn(platform, released);
  if (consumers.length === 0 || (unit !== undefined && unit.contractProblems.length > 0)) return [];
  const isView = kind === 'view';
  const file = `${unit?.path ?? `subgraphs/${owner}`}/${isView ? 'views' : 'events'}.graphql`;
  const rely = isView ? `its replica of ${owner}.${name}` : `its reaction to ${owner}.${name}`;
  const back = isView ? `\`fragment ${name} on ${entity}\`` : `\`type ${name} @event(of: "${entity}")\``;
  return [
    {
      code: isView ? 'VIEW_REMOVED' : 'EVENT_REMOVED',
      file,
      at: name,
      message: `It was released, and ${consumers.join(', ')} ${consumers.length === 1 ? 'relies' : 'rely'} on it: put ${back} back until each has removed ${rely}.`,
    },
  ];
}
