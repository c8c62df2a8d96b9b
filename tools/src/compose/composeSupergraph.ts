import { type CompositionSuccess, composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { type ASTNode, type GraphQLError, lexicographicSortSchema, printSchema } from 'graphql';
import { CompositionFailed, type CompositionFault } from './CompositionFailed.ts';
import { readSubgraphs } from './readSubgraphs.ts';
import { withoutCopies } from './withoutCopies.ts';

/** What composition leaves to be known although it succeeded. */
export type Hint = {
  readonly code: string;
  readonly message: string;
  readonly coordinate: string | undefined;
};

/** A composed graph: for the gateway (`supergraphSdl`) and for its clients (`apiSdl`, sorted, no federation machinery). */
export type ComposedSupergraph = {
  readonly supergraphSdl: string;
  readonly apiSdl: string;
  readonly hints: readonly Hint[];
};

export type ComposeOptions = {
  /** Compose as if no unit kept a copy (see {@link withoutCopies}). Default: false. */
  readonly withoutCopies?: boolean;
  /** Only these subgraphs. Default: all of the file. */
  readonly units?: readonly string[];
};

/** Owners describe a type and consumers describe their copy of it: that the words differ is meant. */
const expectedHints: ReadonlySet<string> = new Set(['INCONSISTENT_DESCRIPTION']);

/**
 * Composes the subgraphs of a supergraph file (Rover's format) with Apollo's composition.
 *
 * @throws {CompositionFailed} with each fault's code, subgraphs and locations.
 */
export async function composeSupergraph(
  supergraphFile: string,
  options: ComposeOptions = {},
): Promise<ComposedSupergraph> {
  const { units } = options;
  const declared = await readSubgraphs(supergraphFile);
  const subgraphs = units === undefined ? declared : declared.filter(({ name }) => units.includes(name));
  const services = options.withoutCopies
    ? subgraphs.map((subgraph) => ({ ...subgraph, typeDefs: withoutCopies(subgraph.typeDefs) }))
    : subgraphs;
  const result = composeServices(services);
  if (result.errors !== undefined) throw new CompositionFailed(result.errors.map(toFault));
  return {
    supergraphSdl: `${result.supergraphSdl.trimEnd()}\n`,
    apiSdl: toApiSdl(result.supergraphSdl),
    hints: result.hints.filter((hint) => !expectedHints.has(hint.definition.code)).map(toHint),
  };
}

function toApiSdl(supergraphSdl: string): string {
  const schema = Supergraph.build(supergraphSdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

function toHint({ definition, message, coordinate }: CompositionSuccess['hints'][number]): Hint {
  return { code: definition.code, message, coordinate };
}

function toFault(error: GraphQLError): CompositionFault {
  const nodes: readonly (ASTNode & { readonly subgraph?: string })[] = error.nodes ?? [];
  const named = /^\[(\w+)\] /.exec(error.message)?.[1];
  const subgraphs = new Set([...(named ? [named] : []), ...nodes.flatMap(({ subgraph }) => subgraph ?? [])]);
  return {
    code: String(error.extensions.code ?? 'COMPOSITION_ERROR'),
    message: error.message,
    subgraphs: [...subgraphs],
    locations: nodes.flatMap(({ loc }) =>
      loc ? `${loc.source.name}:${loc.startToken.line}:${loc.startToken.column}` : [],
    ),
  };
}
