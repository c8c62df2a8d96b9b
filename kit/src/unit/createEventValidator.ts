import { Ajv } from 'ajv';
import type { Contract } from '../contracts/Contract.ts';
import { WellspringError } from '../errors/WellspringError.ts';

/** Checks recorded events against what `events.graphql` declares. @param events the unit's event contracts */
export function createEventValidator(unit: string, events: readonly Contract[]): (type: string, data: unknown) => void {
  const ajv = new Ajv({ allErrors: true, strict: false });
  const validators = new Map(events.map(({ name, schema }) => [name, ajv.compile(schema as object)]));
  return (type, data) => {
    const validate = validators.get(type);
    if (validate === undefined) {
      throw new WellspringError(
        'EVENT_INVALID',
        `${unit} declares no event "${type}" in events.graphql; it has ${[...validators.keys()].join(', ') || 'none'}.`,
      );
    }
    // The wire form is what is checked: a Date is a string there.
    if (!validate(JSON.parse(JSON.stringify(data ?? null)) as unknown)) {
      throw new WellspringError(
        'EVENT_INVALID',
        `${unit}.${type}: ${ajv.errorsText(validate.errors, { dataVar: 'data' })}.`,
      );
    }
  };
}
