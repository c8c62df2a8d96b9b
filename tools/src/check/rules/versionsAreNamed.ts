import { parseVersion } from '../../release/nextVersion.ts';
import { contractsOfUnit } from '../contractsOfUnit.ts';
import type { Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** Versions of a view or an event are named `MemberCard`, `MemberCardV2`, `MemberCardV3`, and are of one entity. */
export function versionsAreNamed({ units, released }: Platform): Problem[] {
  return units.flatMap((unit) => {
    const contracts = contractsOfUnit(unit);
    const known = [...contracts, ...released.filter((contract) => contract.unit === unit.name)];
    return contracts.flatMap(({ kind, name, entity }) => {
      const { base, version } = parseVersion(name);
      const problem = (message: string): Problem => ({
        code: 'VERSION_MISNAMED',
        file: `${unit.path}/${kind === 'view' ? 'views' : 'events'}.graphql`,
        at: name,
        message,
      });
      if (base === name) return [];
      if (version < 2 || name !== `${base}V${version}`)
        return problem(`The first version has no number and the second is \`${base}V2\`: rename it.`);
      const other = known.find(
        (contract) => contract.kind === kind && parseVersion(contract.name).base === base && contract.entity !== entity,
      );
      if (other === undefined) return [];
      return problem(
        `It is of ${entity}, and ${other.name} is of ${other.entity}: versions are of one entity. Give it a name of its own.`,
      );
    });
  });
}
