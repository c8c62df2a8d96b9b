import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';

/**
 * The schema of one subgraph, from its SDL as it is written: federation's directives need no definition, and
 * `extend type X` counts as a part of X (alone it is X).
 * @throws GraphQLError for a syntax error, Error for an unknown type
 */
export function subgraphSchema(sdl: string): GraphQLSchema {
  const { definitions } = parse(sdl);
  const merged = new Map<string, TypeDefinitionNode>();
  const others: DefinitionNode[] = [];
  for (const definition of definitions) {
    if (isTypePart(definition))
      merged.set(definition.name.value, mergeParts(merged.get(definition.name.value), definition));
    else others.push(definition);
  }
  return buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...others, ...merged.values()] },
    { assumeValidSDL: true },
  );
}

/** A type's or field's directives of that name, as they are written in the SDL. */
export function directivesOf(
  element: {
    readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
  },
  name: string,
): readonly ConstDirectiveNode[] {
  return element.astNode?.directives?.filter((directive) => directive.name.value === name) ?? [];
}

/** The text that a directive carries in an argument; undefined when it is absent or no text. */
export function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The keys of an entity as they are written: `['id']`, `['id', 'sku region']`; empty when the type is no entity. */
export function keysOf(type: Parameters<typeof directivesOf>[0]): readonly string[] {
  return directivesOf(type, 'key').flatMap((key) => stringArgument(key, 'fields')?.trim() ?? []);
}

type TypePart = TypeDefinitionNode | TypeExtensionNode;

const definitionKind = {
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
} as const;

function isTypePart(definition: DefinitionNode): definition is TypePart {
  return definition.kind in definitionKind || Object.values<string>(definitionKind).includes(definition.kind);
}

const listProperties = ['directives', 'fields', 'interfaces', 'types', 'values'] as const;

function mergeParts(before: TypeDefinitionNode | undefined, part: TypePart): TypeDefinitionNode {
  const kind = definitionKind[part.kind as keyof typeof definitionKind] ?? part.kind;
  if (before === undefined) return { ...part, kind } as TypeDefinitionNode;
  const merged: Record<string, unknown> = { ...before, ...part, kind };
  for (const property of listProperties) {
    const lists = [before, part].map(
      (node) => (node as unknown as { readonly [key: string]: unknown })[property] ?? [],
    );
    if (lists.some((list) => (list as unknown[]).length > 0)) merged[property] = lists.flat();
  }
  return merged as unknown as TypeDefinitionNode;
}
