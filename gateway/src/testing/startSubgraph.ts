import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, graphql, parse } from 'graphql';

export type SubgraphRequest = {
  readonly headers: IncomingHttpHeaders;
  readonly query: string;
  readonly variables: Record<string, unknown> | undefined;
};
type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;
/** By type and field, as graphql-tools has them. */
type Resolvers = Record<string, Record<string, (...args: never[]) => unknown>>;

/** A real subgraph over HTTP on a free port, for tests of the gateway. */
export type TestSubgraph = {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
  /** What it was asked, in order. */
  readonly requests: SubgraphRequest[];
  /** Sent as `extensions.replicas` of every answer while set. */
  replicas: unknown;
  /** Answers every request in place of GraphQL while set. */
  behaviour: Behaviour | undefined;
  /** Ends it, connections and all; `restart` brings it back on the same port. */
  readonly stop: () => Promise<void>;
  readonly restart: () => Promise<void>;
};

const directives = [
  ...['@key', '@shareable', '@external', '@provides', '@requires', '@cost', '@listSize'],
  ...['@authenticated', '@requiresScopes', '@policy', '@interfaceObject'],
];

/** Imports the directives that an SDL uses. */
function linkFor(sdl: string): string {
  const used = directives.filter((directive) => new RegExp(`${directive}\\b`).test(sdl)).map((name) => `"${name}"`);
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${used.join()}])\n`;
}

/** Starts a subgraph made of `sdl` (without its `@link`, unless it has its own) and resolvers. */
export async function startSubgraph(name: string, sdl: string, resolvers: Resolvers): Promise<TestSubgraph> {
  const typeDefs = parse(sdl.includes('@link(') ? sdl : linkFor(sdl) + sdl);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { query, variables } = JSON.parse(await text(request)) as Omit<SubgraphRequest, 'headers'>;
    subgraph.requests.push({ headers: request.headers, query, variables });
    if (subgraph.behaviour !== undefined) return subgraph.behaviour(request, response);
    const result = await graphql({ schema, source: query, variableValues: variables, contextValue: request.headers });
    const extensions = subgraph.replicas === undefined ? {} : { extensions: { replicas: subgraph.replicas } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...result, ...extensions }));
  };
  let server = createServer(serve);
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;

  const subgraph: TestSubgraph = {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    typeDefs,
    requests: [],
    replicas: undefined,
    behaviour: undefined,
    stop: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    restart: async () => {
      server = createServer(serve);
      await listen(port);
    },
  };
  return subgraph;
}
