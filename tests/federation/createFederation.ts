import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, getOperationAST, parse, validate } from 'graphql';
import { createPlanner } from '../../gateway/src/execution/plan/createPlanner.ts';
import { SupergraphExecutor } from '../../gateway/src/execution/SupergraphExecutor.ts';

/** A subgraph as tiny as its case needs. */
export interface TinySubgraph {
  readonly sdl: string;
  readonly resolvers: object;
}

export interface Federation {
  /** The data. @throws Error when there are errors, too */
  execute(text: string, variables?: object): Promise<unknown>;
  /** The data, and codes and paths of errors. */
  answer(text: string, variables?: object, operationName?: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external",
  "@requires", "@provides", "@shareable", "@inaccessible", "@override", "@interfaceObject", "@tag"])`;

/**
 * Subgraphs on HTTP of this machine, and the gateway's own executor over their composition.
 *
 * @throws Error when they do not compose
 */
export async function createFederation(
  subgraphs: Readonly<Record<string, TinySubgraph>>,
  planner: 'hive' | 'apollo',
): Promise<Federation> {
  const servers: Record<string, Server> = {};
  for (const [name, subgraph] of Object.entries(subgraphs)) servers[name] = await serve(subgraph);
  const urlOf = (name: string) => `http://127.0.0.1:${((servers[name] as Server).address() as AddressInfo).port}`;
  const composed = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, url: urlOf(name), typeDefs: parse(LINK + sdl) })),
  );
  const stop = (): void => {
    for (const server of Object.values(servers)) {
      server.close();
      server.closeAllConnections();
    }
  };
  if (composed.errors !== undefined) {
    stop();
    throw new Error(composed.errors.join('\n'));
  }
  const { supergraphSdl } = composed;
  const executor = new SupergraphExecutor(
    supergraphSdl,
    createPlanner(supergraphSdl, { planner, planningTimeout: 60_000 }),
  );
  const answer: Federation['answer'] = async (text, variables = {}, operationName = undefined) => {
    const document = parse(text);
    const [wrong] = validate(executor.schema, document);
    if (wrong !== undefined) throw wrong;
    const operation = getOperationAST(document, operationName) ?? undefined;
    if (operation === undefined) throw new Error('expected one operation, or its name');
    const { data, errors } = await executor.execute(
      { document, operation, operationName, key: text, variables } as never,
      async (service, body) => {
        const response = await fetch(urlOf(service), { method: 'POST', body: body as string });
        const { data = null, errors = [] } = (await response.json()) as { data?: object; errors?: never[] };
        return { data, errors } as never;
      },
    );
    return { data: JSON.parse(data ?? 'null'), errors: errors as Answer['errors'] };
  };
  return {
    answer,
    async execute(text, variables) {
      const { data, errors } = await answer(text, variables);
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      return data;
    },
    async close() {
      await executor.close();
      stop();
    },
  };
}

async function serve({ sdl, resolvers }: TinySubgraph): Promise<Server> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(LINK + sdl), resolvers: resolvers as never }]);
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    try {
      const { query, variables } = JSON.parse(body);
      response.end(JSON.stringify(await execute({ schema, document: parse(query), variableValues: variables })));
    } catch (error) {
      response.end(JSON.stringify({ errors: [{ message: String(error) }] }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
