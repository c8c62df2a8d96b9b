import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  visit,
} from 'graphql';

type TypeWithFields =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;

/**
 * The same subgraph as if it kept no copies: without `@provides`, and without the `@external` fields that only
 * `@provides` needed. What a `@key` or a `@requires` names stays, so the schema that clients see does not change;
 * only the plans do: each copied field is fetched from its owner. `npm run bench:hops` measures the difference.
 */
export function withoutCopies(typeDefs: DocumentNode): DocumentNode {
  const needed = fieldsNamedByKeysAndRequires(typeDefs);
  const withoutExternals = <T extends TypeWithFields>(type: T): T => ({
    ...type,
    fields: (type.fields ?? []).filter((field) => !hasDirective(field, 'external') || needed.has(field.name.value)),
  });
  return visit(typeDefs, {
    Directive: (directive) => (directive.name.value === 'provides' ? null : undefined),
    ObjectTypeDefinition: { leave: withoutExternals },
    ObjectTypeExtension: { leave: withoutExternals },
    InterfaceTypeDefinition: { leave: withoutExternals },
    InterfaceTypeExtension: { leave: withoutExternals },
  });
}

function fieldsNamedByKeysAndRequires(typeDefs: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(typeDefs, {
    Directive: (directive) => {
      const selection = selectionOf(directive);
      if (selection === undefined) return;
      visit(parse(`{ ${selection} }`), { Field: (field) => void names.add(field.name.value) });
    },
  });
  return names;
}

function selectionOf(directive: DirectiveNode): string | undefined {
  if (directive.name.value !== 'key' && directive.name.value !== 'requires') return undefined;
  const fields = directive.arguments?.find((argument) => argument.name.value === 'fields')?.value;
  return fields?.kind === Kind.STRING ? fields.value : undefined;
}

function hasDirective(field: FieldDefinitionNode, name: string): boolean {
  return field.directives?.some((directive) => directive.name.value === name) ?? false;
}
