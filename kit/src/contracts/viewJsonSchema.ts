import type { GraphQLSchema } from 'graphql';
import type { JsonSchema } from './JsonSchema.ts';
import type { ParsedView, ViewField } from './parseViews.ts';
import { objectWireSchema, wireSchema } from './wireSchema.ts';

/** The JSON Schema (draft 7) of a view's content in wire form; `id` is always there, nothing else than what is selected may be. */
export function viewJsonSchema(schema: GraphQLSchema, view: ParsedView): JsonSchema {
  const objectOf = (fields: readonly ViewField[]): JsonSchema =>
    objectWireSchema(
      Object.fromEntries(
        fields.map((field) => [field.name, wireSchema(schema, field.type, () => objectOf(field.fields ?? []))]),
      ),
    );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: view.name,
    ...(view.description === undefined ? {} : { description: view.description }),
    ...objectOf(view.shape),
  };
}
