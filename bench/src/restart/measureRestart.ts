import { freePort } from '@wellspring/kit/embedded';
import { sendOperation } from '@wellspring/tools/client/sendOperation.ts';
import { waitFor } from '@wellspring/tools/client/waitFor.ts';
import { discoverUnits } from '@wellspring/tools/platform/discoverUnits.ts';
import type { Platform } from '@wellspring/tools/platform/Platform.ts';
import { startPlatform, variable } from '@wellspring/tools/platform/startPlatform.ts';
import { ROOT } from '@wellspring/tools/root.ts';
import { Balancer } from '../outage/Balancer.ts';
import { Load, type PhaseReport } from './Load.ts';
import { TcpBalancer } from './TcpBalancer.ts';
import { World } from './World.ts';

export interface RestartBench {
  /** undefined: all. */
  readonly units: readonly string[] | undefined;
  /** Requests a second. */
  readonly rate: number;
  /** Units whose processes are restarted side by side; of one unit, one at a time. */
  readonly atOnce: number;
  /** `DRAIN_DELAY` and `DRAIN_DELAY_MS`. */
  readonly drainDelay: number;
  /** Whether NATS and MongoDB are restarted too, after the processes. */
  readonly servers: boolean;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

export interface RestartReport extends PhaseReport {
  /** Processes that were restarted. */
  readonly restarts: number;
  /** Orders that were acknowledged, whenever, and are not there at the end. */
  readonly lost: number;
  /** What came of requests while a server was away, which have one process here. */
  readonly servers: Readonly<Record<string, PhaseReport>>;
  readonly seconds: number;
}

const GATEWAY = 'gateway';
/** What the gateways keep of idle connections: less than the drain delay, as in production. */
const keepAliveOf = (drainDelay: number): number => Math.max(1, Math.floor(drainDelay / 3));

/** Restarts every process of the real units and the gateways, two of each, under constant load. */
export async function measureRestart(options: RestartBench): Promise<RestartReport> {
  const { signal, tell, drainDelay } = options;
  const units = options.units ?? discoverUnits(ROOT).map(({ name }) => name);
  const services = new Map<string, TcpBalancer>();
  const env: Record<string, string> = {
    LOG_LEVEL: 'error',
    IDENTITY: 'development',
    DRAIN_DELAY: String(drainDelay),
    DRAIN_DELAY_MS: String(drainDelay),
    FETCH_KEEP_ALIVE_MS: String(keepAliveOf(drainDelay)),
  };
  let platform: Platform | undefined;
  let balancer: Balancer | undefined;
  let load: Load | undefined;
  try {
    for (const unit of units) {
      const service = new TcpBalancer();
      services.set(unit, service);
      env[`SUBGRAPH_URL_${variable(unit)}`] = `${await service.start(await freePort())}/graphql`;
    }
    tell(`starting two processes of ${units.length} units and of the gateway`);
    const instances = Object.fromEntries([...units, GATEWAY].map((name) => [name, 2]));
    platform = await startPlatform({ units, instances, env, syncInterval: '10s', readyTimeout: 300_000 });
    const running = platform;
    const originsOf = (name: string) =>
      running.processesOf(name).map((service) => new URL(running.unitUrl(service)).origin);
    for (const [unit, service] of services) service.serve(originsOf(unit));
    balancer = new Balancer(originsOf(GATEWAY));
    const world = new World(units);
    await world.prepare(platform.gatewayUrl);
    load = new Load(balancer, world, options.rate);
    const began = performance.now();
    load.start();
    let restarts = 0;
    const roll = async (name: string): Promise<void> => {
      for (const service of running.processesOf(name)) {
        signal.throwIfAborted();
        tell(`restarting ${service}`);
        await running.restart(service);
        await running.ready(service, 120_000);
        restarts += 1;
        const { origin } = new URL(running.unitUrl(service));
        const isReady = () => (name === GATEWAY ? balancer : services.get(name))?.isReady(origin) || undefined;
        await waitFor(async () => isReady(), { deadlineMs: 30_000, signal });
      }
    };
    const left = [...units, GATEWAY];
    const lane = async (): Promise<void> => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) await roll(name);
    };
    await Promise.all(Array.from({ length: options.atOnce }, lane));
    const servers: string[] = [];
    for (const server of options.servers ? ['nats', 'mongodb'] : []) {
      tell(`restarting ${server}`);
      servers.push(server);
      load.enter(server);
      await running.restart(server);
      await running.ready(undefined, 120_000);
      load.enter(`after ${server}`);
      servers.push(`after ${server}`);
      await waitFor(async () => (load?.report(`after ${server}`).requests ?? 0) > 2 * options.rate || undefined, {
        deadlineMs: 60_000,
        signal,
      });
    }
    await load.stop();
    const seconds = (performance.now() - began) / 1_000;
    tell(`looking for ${load.placed.size} orders`);
    const lost = await countLost(platform.gatewayUrl, load.placed);
    const reports = Object.fromEntries(servers.map((name) => [name, (load as Load).report(name)]));
    return { ...load.report('processes'), restarts, lost, servers: reports, seconds };
  } finally {
    await load?.stop();
    await balancer?.stop();
    await Promise.all([...services.values()].map((service) => service.stop()));
    await platform?.stop();
  }
}

async function countLost(url: string, placed: ReadonlyMap<string, string>): Promise<number> {
  let lost = 0;
  for (const [id, actor] of placed) {
    const query = 'query ($id: ID!) { order(id: $id) { id } }';
    const { data } = await sendOperation<{ order: { id: string } | null }>(url, { query, variables: { id }, actor });
    if (data?.order?.id !== id) lost += 1;
  }
  return lost;
}
