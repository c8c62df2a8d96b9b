import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** The `@link`s of a supergraph. */
export function linksOf({ definitions }: DocumentNode): readonly ConstDirectiveNode[] {
  return definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).filter(({ name }) => name.value === 'link')
      : [],
  );
}

/**
 * The name under which a supergraph has the directive of a specification: a subgraph may have imported it under another
 * (Link specification, "Name conventions").
 * @returns undefined where the specification is not linked
 */
export function linkedDirective(
  links: readonly ConstDirectiveNode[],
  specification: string,
  directive: string = specification,
): string | undefined {
  for (const link of links) {
    const { url, as, import: imports } = argumentsOf(link);
    if (typeof url !== 'string' || !new RegExp(`/${specification}/v\\d`).test(url)) continue;
    const prefix = typeof as === 'string' ? as : specification;
    for (const entry of Array.isArray(imports) ? imports : []) {
      const { name, as: alias = name } =
        typeof entry === 'string' ? { name: entry } : (entry as Record<string, string>);
      if (name === `@${directive}`) return String(alias).slice(1);
    }
    return directive === specification ? prefix : `${prefix}__${directive}`;
  }
  return undefined;
}

/** The arguments of a directive, as plain values. */
export function argumentsOf(directive: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value as ConstValueNode)]),
  );
}
