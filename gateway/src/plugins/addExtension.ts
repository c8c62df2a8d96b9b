import type { GraphQLResponse } from '@apollo/server';

/** Adds an entry to `extensions` of a response that is not sent yet. */
export function addExtension(response: GraphQLResponse, name: string, value: unknown): void {
  if (response.body.kind !== 'single') return;
  const { singleResult } = response.body;
  singleResult.extensions = { ...singleResult.extensions, [name]: value };
}
