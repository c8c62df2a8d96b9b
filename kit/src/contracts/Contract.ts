import type { JsonSchema } from './JsonSchema.ts';

/** What an owner promises of one view or event, as `schema/contracts/<unit>.<Name>.json` holds it. */
export interface Contract {
  readonly kind: 'view' | 'event';
  /** Without the unit: `MemberCard`. */
  readonly name: string;
  readonly unit: string;
  /** The GraphQL type it tells of. */
  readonly entity: string;
  readonly version: 1;
  /** Views only: what is asked of the owner's schema, the key first. */
  readonly selection?: string;
  /** Top-level fields; of a view, without the key. */
  readonly fields: readonly string[];
  /** JSON Schema (draft 7) of the content in wire form. */
  readonly schema: JsonSchema;
}

/** `members.MemberCard`: how units name each other's views and events. */
export function contractName({ unit, name }: Pick<Contract, 'unit' | 'name'>): string {
  return `${unit}.${name}`;
}
