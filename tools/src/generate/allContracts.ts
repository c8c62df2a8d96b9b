import { type Contract, contractsOf } from '@wellspring/kit/contracts';
import type { UnitFolder } from './readUnitFolders.ts';

/**
 * The contracts of all units.
 * @throws Error with every fault of every unit, one a line, by path: `subgraphs/members/views.graphql:4 MemberCard.name: …`
 */
export function allContracts(units: readonly UnitFolder[]): readonly Contract[] {
  const faults: string[] = [];
  const contracts = units.flatMap((unit) => {
    try {
      return contractsOf(unit.name, unit);
    } catch (error) {
      faults.push(...(error as Error).message.split('\n').map((line) => `${unit.path}/${line}`));
      return [];
    }
  });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return contracts;
}
