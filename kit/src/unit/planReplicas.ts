import { loadContract } from '../contracts/loadContract.ts';
import { WellspringError } from '../errors/WellspringError.ts';
import { type ReplicaPlan, shapeOf } from '../replica/ReplicaRow.ts';
import type { Unit } from './defineUnit.ts';

/**
 * What a unit's declared replicas mean, by the owners' contracts.
 * @throws WellspringError VIEW_INVALID when there is no such contract, UNIT_INVALID when it has not the declared fields
 */
export function planReplicas(unit: Unit): ReplicaPlan[] {
  return Object.entries(unit.replicas).map(([name, { view, uses, indexes = [] }]) => {
    const { entity, fields } = loadContract(view);
    const missing = uses.filter((field) => !fields.includes(field));
    if (missing.length > 0) {
      throw new WellspringError(
        'UNIT_INVALID',
        `${unit.name}: replica "${name}" uses ${missing.join(', ')}, but ${view} has only ${fields.join(', ')}.`,
      );
    }
    return { name, view, entity, uses: [...uses], indexes, shape: shapeOf(uses) };
  });
}
