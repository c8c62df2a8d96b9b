import { type DocumentNode, Kind, parse } from 'graphql';

/** Parses a document that may hold nothing (or comments only), which GraphQL's grammar forbids. */
export function parseIfAny(text: string): DocumentNode {
  const isEmpty = text.replace(/#.*$/gm, '').trim() === '';
  return isEmpty ? { kind: Kind.DOCUMENT, definitions: [] } : parse(text, { allowLegacyFragmentVariables: true });
}
