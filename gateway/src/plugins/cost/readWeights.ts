import { type ConstDirectiveNode, type ConstValueNode, Kind, parse, valueFromASTUntyped } from 'graphql';

/** `@listSize` of a field. */
export type ListSize = {
  readonly assumedSize: number | undefined;
  readonly slicingArguments: readonly string[];
  /** Fields of the answer that are the lists; none: the field is the list. */
  readonly sizedFields: readonly string[];
};

/** What `@cost` and `@listSize` say in a supergraph, by coordinate: `Type`, `Type.field`, `Type.field(argument:)`. */
export type Weights = {
  readonly costs: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSize>;
  /** Whether any input has a weight: its values are looked at only then. */
  readonly hasInputs: boolean;
};

type Directed = { readonly directives?: readonly ConstDirectiveNode[] };

/** Reads the weights that composition left in a supergraph, by the names under which it links them. */
export function readWeights(supergraphSdl: string): Weights {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const costs = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  let hasInputs = false;
  const schema = definitions.find(({ kind }) => kind === Kind.SCHEMA_DEFINITION) as Directed | undefined;
  const names = namesOf(schema?.directives ?? []);

  const take = (coordinate: string, { directives = [] }: Directed): boolean => {
    let weighed = false;
    for (const directive of directives) {
      if (directive.name.value === names.cost) {
        costs.set(coordinate, Number(argumentsOf(directive).weight));
        weighed = true;
      }
      if (directive.name.value === names.listSize) listSizes.set(coordinate, toListSize(argumentsOf(directive)));
    }
    return weighed;
  };
  for (const definition of definitions) {
    switch (definition.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        hasInputs = take(definition.name.value, definition) || hasInputs;
        break;
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        take(definition.name.value, definition);
        for (const field of definition.fields ?? []) {
          const coordinate = `${definition.name.value}.${field.name.value}`;
          take(coordinate, field);
          for (const argument of field.arguments ?? [])
            hasInputs = take(`${coordinate}(${argument.name.value}:)`, argument) || hasInputs;
        }
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of definition.fields ?? [])
          hasInputs = take(`${definition.name.value}.${field.name.value}`, field) || hasInputs;
    }
  }
  return { costs, listSizes, hasInputs };
}

/** A subgraph may have imported them under other names. */
function namesOf(links: readonly ConstDirectiveNode[]): { cost: string; listSize: string } {
  for (const link of links) {
    const { url, as, import: imports } = argumentsOf(link);
    if (typeof url !== 'string' || !/\/cost\/v\d/.test(url)) continue;
    const prefix = typeof as === 'string' ? as : 'cost';
    const renamed = new Map<string, string>();
    for (const entry of Array.isArray(imports) ? imports : []) {
      const { name, as: alias = name } =
        typeof entry === 'string' ? { name: entry } : (entry as Record<string, string>);
      renamed.set(String(name).slice(1), String(alias).slice(1));
    }
    return { cost: renamed.get('cost') ?? prefix, listSize: renamed.get('listSize') ?? `${prefix}__listSize` };
  }
  return { cost: 'cost', listSize: 'listSize' };
}

function argumentsOf(directive: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value as ConstValueNode)]),
  );
}

function toListSize({ assumedSize, slicingArguments, sizedFields }: Readonly<Record<string, unknown>>): ListSize {
  return {
    assumedSize: typeof assumedSize === 'number' ? assumedSize : undefined,
    slicingArguments: Array.isArray(slicingArguments) ? slicingArguments.map(String) : [],
    sizedFields: Array.isArray(sizedFields) ? sizedFields.map(String) : [],
  };
}
