import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import { GUARDING_FEATURES } from '../supergraph/buildSupergraph.ts';
import { argumentsOf, linkedDirective, linksOf } from '../supergraph/linkedDirective.ts';
import type { AnyOf, Requirement } from './Requirement.ts';

/** What a supergraph's directives require, by coordinate: `Type` and `Type.field`. */
export type Requirements = ReadonlyMap<string, readonly Requirement[]>;

type Directed = { readonly directives?: readonly ConstDirectiveNode[] };

/** Reads `@authenticated`, `@requiresScopes` and `@policy` from a supergraph, by the names under which it links them. */
export function readRequirements(document: DocumentNode): Requirements {
  const requirements = new Map<string, readonly Requirement[]>();
  const links = linksOf(document);
  const features = new Map(
    GUARDING_FEATURES.flatMap((feature) => {
      const name = linkedDirective(links, feature);
      return name === undefined ? [] : [[name, feature] as const];
    }),
  );
  if (features.size === 0) return requirements;

  const take = (coordinate: string, { directives = [] }: Directed): void => {
    const found = directives.flatMap((directive): Requirement[] => {
      switch (features.get(directive.name.value)) {
        case 'authenticated':
          return [{ kind: 'authenticated' }];
        case 'requiresScopes':
          return [{ kind: 'scopes', anyOf: argumentsOf(directive).scopes as AnyOf }];
        case 'policy':
          return [{ kind: 'policies', anyOf: argumentsOf(directive).policies as AnyOf }];
        default:
          return [];
      }
    });
    if (found.length > 0) requirements.set(coordinate, [...(requirements.get(coordinate) ?? []), ...found]);
  };
  for (const definition of document.definitions) {
    switch (definition.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        take(definition.name.value, definition);
        break;
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        take(definition.name.value, definition);
        for (const field of definition.fields ?? []) take(`${definition.name.value}.${field.name.value}`, field);
    }
  }
  return requirements;
}
