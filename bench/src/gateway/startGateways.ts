import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type ServerProcess, startServerProcess } from '@wellspring/kit/embedded';
import { ROOT, STATE } from '@wellspring/tools/root.ts';

export type GatewayName = 'ours' | 'unshared' | 'stock' | 'hiveGateway';

/** A gateway over the shop, on a core of its own. */
export interface RunningGateway {
  readonly name: GatewayName;
  readonly url: string;
  readonly process: ServerProcess;
}

/** The core of the gateway that is measured; load and subgraphs have the other. */
export const GATEWAY_CORE = '0';
export const OTHER_CORE = '1';

const HIVE = { version: '2.15.1', folder: join(STATE, 'bench', 'hive') };
const bin = join(HIVE.folder, 'node_modules', '@graphql-hive', 'gateway');

/** Installs Hive Gateway outside the workspaces, once. @throws Error when it cannot be had */
export function installHiveGateway(): void {
  if (existsSync(bin)) return;
  mkdirSync(HIVE.folder, { recursive: true });
  writeFileSync(
    join(HIVE.folder, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: { '@graphql-hive/gateway': HIVE.version },
      // Its own range takes in a version that does not start.
      overrides: { '@graphql-tools/batch-execute': '10.2.0' },
    }),
  );
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: HIVE.folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('Hive Gateway could not be installed; --without-hive measures the others.');
}

/** @throws EmbeddedServerError when it does not answer */
export async function startGateway(name: GatewayName, supergraphFile: string): Promise<RunningGateway> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}/graphql`;
  const node = [process.execPath, '--disable-warning=ExperimentalWarning'];
  const ours = [...node, join('gateway', 'src', 'main.ts'), '--supergraph', supergraphFile, '--port', port];
  const commands: Readonly<Record<GatewayName, readonly string[]>> = {
    ours: [...ours, '--executor', 'compiled'],
    unshared: [...ours, '--executor', 'compiled'],
    stock: [...node, join('bench', 'src', 'gateway', 'stockServer.ts'), supergraphFile, port],
    hiveGateway: [
      process.execPath,
      join(HIVE.folder, 'node_modules', '.bin', 'hive-gateway'),
      ...['supergraph', supergraphFile, '--port', port, '--host', '127.0.0.1', '--fork', '1'],
    ],
  };
  const running = await startServerProcess({
    name,
    command: 'taskset',
    args: ['-c', GATEWAY_CORE, ...commands[name]],
    cwd: name === 'hiveGateway' ? HIVE.folder : ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      IDENTITY: 'none',
      DRAIN_DELAY_MS: '0',
      LOG_LEVEL: 'warn', // the others log no operations
      // The others run as their makers ship them.
      ...(name === 'stock' || name === 'hiveGateway' ? { NODE_OPTIONS: '' } : {}),
      SHARE_FETCHES: String(name !== 'unshared'),
    },
    answers: async () => {
      const response = await fetch(name === 'stock' ? url.replace('/graphql', '/') : url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ me { id } }"}',
        signal: AbortSignal.timeout(5_000),
      });
      const { data } = (await response.json()) as { data?: { me?: unknown } };
      if (!data?.me) throw new Error('it does not answer yet');
    },
  });
  return { name, url: name === 'stock' ? url.replace('/graphql', '/') : url, process: running };
}
