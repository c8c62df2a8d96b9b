import { type ConstDirectiveNode, Kind, parse } from 'graphql';
import { argumentsOf, linkedDirective, linksOf } from '../../supergraph/linkedDirective.ts';

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
  const document = parse(supergraphSdl, { noLocation: true });
  const costs = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  let hasInputs = false;
  const links = linksOf(document);
  const names = {
    cost: linkedDirective(links, 'cost') ?? 'cost',
    listSize: linkedDirective(links, 'cost', 'listSize') ?? 'listSize',
  };

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
  for (const definition of document.definitions) {
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

function toListSize({ assumedSize, slicingArguments, sizedFields }: Readonly<Record<string, unknown>>): ListSize {
  return {
    assumedSize: typeof assumedSize === 'number' ? assumedSize : undefined,
    slicingArguments: Array.isArray(slicingArguments) ? slicingArguments.map(String) : [],
    sizedFields: Array.isArray(sizedFields) ? sizedFields.map(String) : [],
  };
}
