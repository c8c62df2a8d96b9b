import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, parse } from 'graphql';
import { DEFAULT_LIMITS } from '../../gateway/src/config/GatewayLimits.ts';
import { startTestGateway } from '../../gateway/src/testing/startTestGateway.ts';

/** A subgraph as tiny as its case needs. */
export interface TinySubgraph {
  /** Without `@link`, unless it needs one of its own. */
  readonly sdl: string;
  readonly resolvers: object;
}

/** Who plans, and, where that is not our executor, executes. */
export type Way = 'hive' | 'apollo' | 'stock';

/** What a subgraph says in place of its own answer. */
export interface Said {
  readonly status?: number;
  readonly body: unknown;
}

export interface Federation {
  /** The data. @throws Error when there are errors, too */
  execute(text: string, variables?: object): Promise<unknown>;
  /** The data, and codes and paths of errors. */
  answer(text: string, variables?: object, operationName?: string): Promise<Answer>;
  /** What subgraphs were asked, in order. */
  readonly asked: { readonly service: string; readonly query: string; readonly variables: object }[];
  /** Has subgraphs say something else, by name. What is undefined they answer themselves. */
  readonly instead: Map<string, (query: string, own: () => Promise<object>) => Promise<Said> | Said>;
  close(): Promise<void>;
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external",
  "@requires", "@provides", "@shareable", "@inaccessible", "@override", "@interfaceObject", "@tag", "@composeDirective"])`;

/**
 * Subgraphs on HTTP of this machine, and a whole gateway over their composition.
 *
 * @throws Error when they do not compose
 */
export async function createFederation(
  subgraphs: Readonly<Record<string, TinySubgraph>>,
  way: Way,
): Promise<Federation> {
  const asked: Federation['asked'] = [];
  const instead: Federation['instead'] = new Map();
  const servers: Server[] = [];
  const stop = (): void => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  try {
    const members = [];
    for (const [name, { sdl, resolvers }] of Object.entries(subgraphs)) {
      const typeDefs = parse(sdl.startsWith('extend schema') ? sdl : LINK + sdl);
      const answer = answerOf(typeDefs, resolvers);
      const server = await serve(async ({ query, variables }) => {
        asked.push({ service: name, query, variables });
        const own = () => answer(query, variables);
        return instead.get(name)?.(query, own) ?? { body: await own() };
      });
      servers.push(server);
      members.push({ name, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, typeDefs });
    }
    const gateway = await startTestGateway(members, {
      executor: way === 'stock' ? 'stock' : 'compiled',
      planner: way === 'apollo' ? 'apollo' : 'hive',
      planningTimeout: 60_000, // ms
      operationTimeout: 60_000, // ms
      limits: DEFAULT_LIMITS,
    });
    const answer: Federation['answer'] = async (query, variables = {}, operationName = undefined) => {
      const response = await fetch(gateway.gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables, operationName }),
      });
      const { data = null, errors = [] } = (await response.json()) as Partial<Answer>;
      return { data, errors };
    };
    return {
      asked,
      instead,
      answer,
      async execute(text, variables) {
        const { data, errors } = await answer(text, variables);
        if (errors.length > 0) throw new Error(JSON.stringify(errors));
        return data;
      },
      async close() {
        await gateway.stop();
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

function answerOf(typeDefs: DocumentNode, resolvers: object): (query: string, variables: object) => Promise<object> {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  return async (query, variables) => {
    try {
      return await execute({ schema, document: parse(query), variableValues: variables as Record<string, unknown> });
    } catch (error) {
      return { errors: [{ message: String(error) }] };
    }
  };
}

async function serve(
  answer: (request: { readonly query: string; readonly variables: object }) => Promise<Said>,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { status = 200, body } = await answer((await json(request)) as never);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
