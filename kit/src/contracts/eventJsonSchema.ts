import type { GraphQLSchema } from 'graphql';
import type { JsonSchema } from './JsonSchema.ts';
import type { BusinessEvent, EventField } from './parseEvents.ts';
import { objectWireSchema, wireSchema } from './wireSchema.ts';

/** The JSON Schema (draft 7) of a business event's data in wire form. Value types are definitions, so they may be recursive. */
export function eventJsonSchema(schema: GraphQLSchema, event: BusinessEvent): JsonSchema {
  const objectOf = (fields: readonly EventField[]): JsonSchema =>
    objectWireSchema(
      Object.fromEntries(
        fields.map((field) => [
          field.name,
          wireSchema(schema, field.type, (name) => ({ $ref: `#/definitions/${name}` })),
        ]),
      ),
    );
  const definitions = Object.fromEntries(
    [...event.values.values()].map(({ name, fields }) => [name, objectOf(fields)]),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: event.name,
    ...(event.description === undefined ? {} : { description: event.description }),
    ...objectOf(event.fields),
    ...(event.values.size === 0 ? {} : { definitions }),
  };
}
