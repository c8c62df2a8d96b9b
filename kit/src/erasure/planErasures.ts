import type { Contract } from '../contracts/Contract.ts';
import { WellspringError } from '../errors/WellspringError.ts';

/**
 * The events that erase, by entity, as a unit declares them.
 * @throws WellspringError UNIT_INVALID when there is no such entity, or it has no such event
 */
export function planErasures(
  unit: { readonly name: string; readonly entities: object; readonly erasable?: Readonly<Record<string, string>> },
  contracts: readonly Contract[],
): Readonly<Record<string, string>> {
  const { name, entities, erasable = {} } = unit;
  for (const [entity, event] of Object.entries(erasable)) {
    if (!Object.hasOwn(entities, entity))
      throw new WellspringError('UNIT_INVALID', `${name}: erasable names "${entity}", which the unit does not own.`);
    const isDeclared = contracts.some(
      (contract) => contract.kind === 'event' && contract.name === event && contract.entity === entity,
    );
    if (!isDeclared) {
      throw new WellspringError(
        'UNIT_INVALID',
        `${name}: ${entity} is erased by "${event}", but events.graphql has no \`type ${event} @event(of: "${entity}")\`.`,
      );
    }
  }
  return erasable;
}
