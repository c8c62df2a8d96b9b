import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Control, controlOf, dataFolder } from './controlled.ts';
import type { EmbeddedServerOptions } from './embeddedServer.ts';
import { EmbeddedServerError } from './embeddedServerError.ts';
import { freePort } from './freePort.ts';
import { findNats } from './programs.ts';
import { startServerProcess } from './serverProcess.ts';

/** Options of {@link startNatsCluster}. */
export interface NatsClusterOptions extends Omit<EmbeddedServerOptions, 'port'> {
  /** Number of servers. Default 3. */
  readonly size?: number;
  /** How long JetStream may keep written messages out of the disk: `always`, or a duration such as `1s`. Default `always`. */
  readonly syncInterval?: string;
  /** The cluster's name, which a stream's placement may ask for. Default `wellspring`. */
  readonly cluster?: string;
  /** Tags of each server (`zone:a`), by its place from 0, which a stream's placement may ask for. Default: none. */
  readonly tags?: (place: number) => readonly string[];
}

/** One server of a cluster. */
export interface NatsMember extends Control {
  /** What the cluster calls it: the `leader` of a stream's cluster information. */
  readonly name: string;
  /** `nats://127.0.0.1:<port>` */
  readonly url: string;
}

/** NATS servers that form one JetStream cluster. */
export interface NatsCluster {
  readonly members: readonly NatsMember[];
  /** All members' addresses, with commas: what a unit takes as `NATS_URL`. */
  readonly url: string;
  /** Ends all servers, and removes their folder where that is a temporary one. */
  stop(): Promise<void>;
}

interface Ports {
  readonly client: number;
  readonly route: number;
  readonly monitor: number;
}

const START_TIMEOUT = 20_000; // ms
const TRIES = 3;

/**
 * Starts NATS servers that form one JetStream cluster, and resolves when it has a leader that knows all of them.
 * @throws EmbeddedServerError `EMBEDDED_SERVER_MISSING` without a nats-server, `EMBEDDED_SERVER_FAILED` when it does not come to answer
 */
export async function startNatsCluster(options: NatsClusterOptions = {}): Promise<NatsCluster> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToStart(options);
    } catch (error) {
      // Someone may have taken one of the ports meanwhile.
      if (attempt === TRIES || !(error instanceof EmbeddedServerError) || error.code !== 'EMBEDDED_SERVER_FAILED')
        throw error;
    }
  }
}

async function tryToStart(options: NatsClusterOptions): Promise<NatsCluster> {
  const { size = 3, env = process.env, log } = options;
  const program = findNats(env);
  const { folder, cleanUp } = dataFolder(options.folder, 'wellspring-nats-cluster-');
  const ports: Ports[] = await Promise.all(
    Array.from({ length: size }, async () => {
      const [client, route, monitor] = await Promise.all([freePort(), freePort(), freePort()]);
      return { client, route, monitor };
    }),
  );
  const startMember = async ({ client, monitor }: Ports, place: number): Promise<NatsMember> => {
    const home = join(folder, `${place}`);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const config = join(home, 'nats-server.conf');
    writeFileSync(config, configuration(options, home, ports, place), { mode: 0o600 });
    const start = () =>
      startServerProcess({
        name: `NATS ${nameOf(place)}`,
        command: program.command,
        args: ['--config', config],
        env,
        log,
        startTimeout: START_TIMEOUT,
        answers: () => knowsAll(monitor, size),
      });
    return Object.assign(
      controlOf(await start(), start, () => undefined),
      { name: nameOf(place), url: `nats://127.0.0.1:${client}` },
    );
  };
  const started = await Promise.allSettled(ports.map(startMember));
  const members = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(members.map((member) => member.stop()));
    cleanUp();
  };
  const failed = started.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return { members, url: members.map(({ url }) => url).join(','), stop };
}

const nameOf = (place: number): string => `n${place + 1}`;

function configuration(options: NatsClusterOptions, home: string, ports: readonly Ports[], place: number): string {
  const { client, route, monitor } = ports[place] as Ports;
  const tags = options.tags?.(place) ?? [];
  const routes = ports.filter((_, other) => other !== place).map((other) => `nats-route://127.0.0.1:${other.route}`);
  return [
    'host: 127.0.0.1',
    `port: ${client}`,
    `http: 127.0.0.1:${monitor}`,
    `server_name: ${nameOf(place)}`,
    `server_tags: ${JSON.stringify(tags)}`,
    'jetstream {',
    `  store_dir: ${JSON.stringify(join(home, 'jetstream'))}`,
    `  sync_interval: ${options.syncInterval ?? 'always'}`,
    '}',
    'cluster {',
    `  name: ${JSON.stringify(options.cluster ?? 'wellspring')}`,
    `  listen: 127.0.0.1:${route}`,
    `  routes: ${JSON.stringify(routes)}`,
    '}',
    '',
  ].join('\n');
}

/** @throws Error while the cluster has no leader, or does not count all of its servers yet */
async function knowsAll(monitor: number, size: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${monitor}/jsz`, { signal: AbortSignal.timeout(2_000) });
  const { meta_cluster: meta } = (await response.json()) as {
    meta_cluster?: { leader?: string; cluster_size?: number };
  };
  if (!meta?.leader) throw new Error('the cluster has no leader yet');
  if (meta.cluster_size !== size) throw new Error(`the cluster counts ${meta.cluster_size} of ${size} servers`);
}
