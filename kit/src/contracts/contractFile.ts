import { type Contract, contractName } from './Contract.ts';
import { eventJsonSchema } from './eventJsonSchema.ts';
import { parseEvents } from './parseEvents.ts';
import { parseViews } from './parseViews.ts';
import { subgraphSchema } from './subgraphSchema.ts';
import { viewJsonSchema } from './viewJsonSchema.ts';

/** The three files that say what a unit serves and publishes. */
export interface UnitTexts {
  readonly sdl: string;
  /** Empty where the unit publishes no view. */
  readonly views: string;
  /** Empty where the unit records no event. */
  readonly events: string;
}

/**
 * The contracts of a unit's views and events, in the order of its files.
 * @throws WellspringError VIEW_INVALID or EVENT_INVALID with every fault
 */
export function contractsOf(unit: string, { sdl, views, events }: UnitTexts): readonly Contract[] {
  const ofViews = parseViews(sdl, views);
  const ofEvents = parseEvents(sdl, events);
  const schema = subgraphSchema(sdl);
  return [
    ...ofViews.map((view): Contract => {
      const { name, entity, selection, fields } = view;
      return { kind: 'view', name, unit, entity, version: 1, selection, fields, schema: viewJsonSchema(schema, view) };
    }),
    ...ofEvents.map((event): Contract => {
      const { name, entity } = event;
      const fields = event.fields.map((field) => field.name);
      return { kind: 'event', name, unit, entity, version: 1, fields, schema: eventJsonSchema(schema, event) };
    }),
  ];
}

/** `members.MemberCard.json`: the contract's file in `schema/contracts/`. */
export function contractFileName(contract: Pick<Contract, 'unit' | 'name'>): string {
  return `${contractName(contract)}.json`;
}

/** The text of a contract's file. */
export function printContract(contract: Contract): string {
  return `${JSON.stringify(contract, null, 2)}\n`;
}
