import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { ApolloGateway, type GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildSchema,
  execute,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  printSchema,
  validate,
} from 'graphql';
import { nulledPaths } from '../../subgraphs/nulledPaths.ts';
import { toSubgraphError } from '../../subgraphs/SubgraphResponse.ts';
import type { SubgraphAnswer } from '../Execution.ts';
import { createPlanner } from '../plan/createPlanner.ts';
import { SupergraphExecutor } from '../SupergraphExecutor.ts';
import { attachResolvers, type MadeUpGraph } from './randomGraph.ts';

/** What an operation came to: the text of its data, and each error's code and path. */
export interface Outcome {
  readonly data: string;
  readonly errors: readonly string[];
}

/** One graph, executed in three ways. */
export interface Executors {
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
  compiled(operation: string, variables: object): Promise<Outcome>;
  stock(operation: string, variables: object): Promise<Outcome>;
  /** The same data behind one schema that is not federated. */
  whole(operation: string, variables: object): Promise<Outcome>;
  /** Whether a field that another requires failed in the last operation on the whole schema. */
  readonly swallowed: () => boolean;
  /** Subgraphs that do not answer. */
  readonly down: Set<string>;
  /** Fetches that were made by the compiled executor since the start. */
  readonly fetches: () => number;
  close(): Promise<void>;
}

const TIMEOUT = 60_000; // ms

/** @throws Error when the subgraphs do not compose */
export async function createExecutors(graph: MadeUpGraph, planner: 'hive' | 'apollo'): Promise<Executors> {
  const composed = composeServices(
    graph.subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
  );
  if (composed.errors !== undefined) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  const { supergraphSdl } = composed;
  const subgraphs = new Map(
    graph.subgraphs.map(({ name, sdl, resolvers }) => [
      name,
      buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]),
    ]),
  );
  const down = new Set<string>();
  let fetches = 0;

  const ask = async (service: string, query: string, variables: object) => {
    const schema = subgraphs.get(service) as GraphQLSchema;
    const result = await execute({
      schema,
      document: parse(query),
      variableValues: variables as Record<string, unknown>,
    });
    // As it would come over the network.
    const { data, errors } = JSON.parse(JSON.stringify(result)) as {
      data?: Record<string, unknown> | null;
      errors?: GraphQLFormattedError[];
    };
    return {
      data: data ?? null,
      errors: (errors ?? []).map((error) => toSubgraphError(service, error as never)),
      // Some for large: the client's answer is then written a little at a time.
      size: query.length % 2 === 0 ? 10_000_000 : 0,
    };
  };
  const unavailable = (service: string) => ({
    message: `The subgraph '${service}' is unavailable.`,
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', service },
  });

  const executor = new SupergraphExecutor(
    supergraphSdl,
    createPlanner(supergraphSdl, { planner, planningTimeout: TIMEOUT }),
  );
  const send = async (service: string, body: string): Promise<SubgraphAnswer> => {
    fetches += 1;
    if (down.has(service)) return { unavailable: unavailable(service) };
    const { query, variables } = JSON.parse(body) as { query: string; variables: object };
    return ask(service, query, variables);
  };

  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => ({
      async process(options: GraphQLDataSourceProcessOptions) {
        const { query = '', variables = {} } = options.request;
        if (down.has(name)) {
          const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : undefined;
          return {
            data: null,
            errors: nulledPaths(query, path ?? []).map((place) => ({ ...unavailable(name), path: place })),
          };
        }
        const { data, errors } = await ask(name, query, variables);
        return { data, ...(errors.length === 0 ? {} : { errors }) } as never;
      },
    }),
  });
  const { executor: stock } = await gateway.load();

  const whole = attachResolvers(
    buildSchema(printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema())),
    graph.whole,
  );

  return {
    schema: executor.schema,
    supergraphSdl,
    down,
    fetches: () => fetches,
    async compiled(text, variables) {
      const document = parse(text);
      const operation = document.definitions[0] as never;
      const request = {
        document,
        operation,
        operationName: undefined,
        key: text,
        variables: variables as Record<string, unknown>,
      };
      const { data = 'null', errors } = await executor.execute(request, send);
      return { data, errors: describe(errors) };
    },
    async stock(text, variables) {
      const document = parse(text);
      const result = await stock({
        document,
        request: { query: text, variables: variables as Record<string, unknown> },
        queryHash: text,
        schema: executor.schema,
        operation: document.definitions[0],
        operationName: null,
        logger: console,
        metrics: {},
        context: {},
        cache: new Map(),
      } as never);
      return { data: JSON.stringify(result.data ?? null), errors: describe(result.errors ?? []) };
    },
    swallowed: graph.swallowed.some,
    async whole(text, variables) {
      graph.swallowed.forget();
      const result = await execute({
        schema: whole,
        document: parse(text),
        variableValues: variables as Record<string, unknown>,
      });
      return { data: JSON.stringify(result.data ?? null), errors: describe(result.errors ?? []) };
    },
    async close() {
      await Promise.all([executor.close(), gateway.stop()]);
    },
  };
}

/** Whether an operation can be executed at all: what is made up may ask for fields that do not merge. */
export function isValid(schema: GraphQLSchema, text: string): boolean {
  try {
    return validate(schema, parse(text)).length === 0;
  } catch {
    return false;
  }
}

interface ErrorLike {
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Code and place of each error, once, as clients see them. */
function describe(errors: readonly ErrorLike[]): readonly string[] {
  const texts = errors.map(({ path, extensions }) => {
    const end = path?.findIndex((part) => part === '@' || part === '_entities') ?? -1;
    const place = end === -1 ? (path ?? []) : (path ?? []).slice(0, end);
    return `${extensions?.code ?? 'none'} ${JSON.stringify(place)}`;
  });
  return [...new Set(texts)].sort();
}
