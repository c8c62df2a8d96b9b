import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type ExecutionResult, execute, parse } from 'graphql';
import { eventually } from '../../gateway/src/testing/eventually.ts';
import { composed } from '../../gateway/src/testing/startTestGateway.ts';

/** A published demo, told anew: its subgraphs' schemas are whole, `@link` and all. */
export type DemoSubgraphs = Readonly<Record<string, { readonly sdl: string; readonly resolvers: object }>>;

export interface Demo {
  ask(query: string, variables?: object): Promise<ExecutionResult>;
  stop(subgraph: string): Promise<void>;
  restart(subgraph: string): Promise<void>;
  close(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '..', '..');
/** As it stands in the gateway's README. */
const COMMAND = /npm run gateway -- --supergraph other\.graphql --port 4100/;

/**
 * Runs a federation as somebody would who has never seen this project: the supergraph lies in a folder of its own, the gateway is started
 * with the documented command, and there is no broker, no key and no setting.
 *
 * @param down a subgraph that is not there when the gateway starts
 */
export async function startDemo(subgraphs: DemoSubgraphs, down: string): Promise<Demo> {
  const servers = new Map<string, { start: () => Promise<void>; stop: () => Promise<void> }>();
  const members = [];
  for (const [name, { sdl, resolvers }] of Object.entries(subgraphs)) {
    const typeDefs = parse(sdl);
    const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
    let server: Server;
    let port = 0;
    const start = async (): Promise<void> => {
      server = createServer(async (request, response) => {
        const { query, variables } = (await json(request)) as { query: string; variables: Record<string, unknown> };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(await execute({ schema, document: parse(query), variableValues: variables })));
      });
      await once(server.listen(port, '127.0.0.1'), 'listening');
      ({ port } = server.address() as AddressInfo);
    };
    const stop = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    await start();
    servers.set(name, { start, stop });
    members.push({ name, url: `http://127.0.0.1:${port}/graphql`, typeDefs });
  }
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, composed(members));
  await servers.get(down)?.stop();

  const [documented] = COMMAND.exec(await readFile(join(ROOT, 'gateway', 'README.md'), 'utf8')) ?? [];
  if (documented === undefined) throw new Error('gateway/README.md has another command');
  const [command = '', ...args] = documented.replace('other.graphql', file).replace('4100', '0').split(' ');
  const { PATH = '', HOME = '' } = process.env;
  // A group of its own: npm, and what it starts.
  const gateway = spawn(command, args, { cwd: ROOT, env: { PATH, HOME }, detached: true });
  let output = '';
  for (const stream of [gateway.stdout, gateway.stderr]) stream.on('data', (chunk) => (output += chunk));
  const exit = once(gateway, 'exit');
  const close = async (): Promise<void> => {
    process.kill(-(gateway.pid as number), 'SIGTERM');
    await exit;
    for (const { stop } of servers.values()) await stop().catch(() => undefined);
    await rm(folder, { recursive: true });
  };
  try {
    const url = await eventually(() => {
      if (gateway.exitCode !== null) throw new Error(`it ended: ${output}`);
      return /"url":"([^"]+)"/.exec(output)?.[1];
    }, 50_000);
    await eventually(async () => ((await fetch(new URL('/readyz', url))).ok ? true : undefined), 50_000);
    return {
      async ask(query, variables = {}) {
        const body = JSON.stringify({ query, variables });
        const headers = { 'content-type': 'application/json' };
        return (await (await fetch(url, { method: 'POST', headers, body })).json()) as ExecutionResult;
      },
      stop: async (name) => servers.get(name)?.stop(),
      restart: async (name) => servers.get(name)?.start(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
