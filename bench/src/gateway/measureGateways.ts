import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { composeServices } from '@apollo/composition';
import { freePort, type ServerProcess, startServerProcess } from '@wellspring/kit/embedded';
import { ROOT } from '@wellspring/tools/root.ts';
import { type Driven, drive } from '../hops/drive.ts';
import { quantile, throughput } from '../hops/summarise.ts';
import { SUBGRAPHS, typeDefsOf } from './shop.ts';
import {
  type GatewayName,
  installHiveGateway,
  OTHER_CORE,
  type RunningGateway,
  startGateway,
} from './startGateways.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

export interface GatewayBench {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
  readonly concurrency: number;
  /** How long subgraphs take, in ms; the first is for the main figures. */
  readonly delays: readonly number[];
  readonly gateways: readonly GatewayName[];
  readonly workloads: readonly Workload['name'][];
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** One gateway under one workload. */
export interface Figures {
  readonly rps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export type ByGateway = Partial<Record<GatewayName, Figures>> & {
  /** How many times the requests of stock ours answers. */
  readonly ratio?: number;
};

/** What was measured, by the subgraphs' delay in ms, workload and gateway. */
export interface GatewayReport {
  readonly delays: Readonly<Record<string, Readonly<Record<string, ByGateway>>>>;
  /** The resident set after all workloads, and its highest; MiB. */
  readonly memory: Partial<Record<GatewayName, { readonly rssMiB: number; readonly peakMiB: number }>>;
  /** Requests a second that the subgraphs answer by themselves, asked from the same core. */
  readonly subgraphsAlone: number;
  /** Requests that were executed rather than replayed while measuring: none, once warm. */
  readonly executedWhileMeasuring: number;
}

/** @throws WrongAnswer when gateways answer differently, or anything but what they answered first */
export async function measureGateways(options: GatewayBench): Promise<GatewayReport> {
  const { tell, signal, concurrency } = options;
  const folder = mkdtempSync(join(tmpdir(), 'bench-gateway-'));
  const processes: ServerProcess[] = [];
  spawnSync('taskset', ['-a', '-p', '-c', OTHER_CORE, String(process.pid)], { stdio: 'ignore' });
  try {
    if (options.gateways.includes('hiveGateway')) installHiveGateway();
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    processes.push(await startShop(port));
    const supergraphFile = join(folder, 'supergraph.graphql');
    writeFileSync(supergraphFile, compose(base));

    const gateways: RunningGateway[] = [];
    for (const name of options.gateways) {
      signal.throwIfAborted();
      tell(`starting ${name}`);
      gateways.push(await startGateway(name, supergraphFile));
      processes.push((gateways.at(-1) as RunningGateway).process);
    }

    const chosen = WORKLOADS.filter(({ name }) => options.workloads.includes(name));
    const delays: Record<string, Record<string, ByGateway>> = {};
    const expected = new Map<string, readonly string[]>();
    for (const workload of chosen) {
      tell(`${workload.name}: verifying answers`);
      for (const [name, answers] of await agree(gateways, workload)) expected.set(`${workload.name} ${name}`, answers);
    }
    const run = (gateway: RunningGateway, { name, queries }: Workload, seconds: number): Promise<Driven> => {
      const answers = expected.get(`${name} ${gateway.name}`) as readonly string[];
      const requests = queries.map((query, index) => ({ query, expected: answers[index] as string }));
      return drive({ url: gateway.url, requests, concurrency, seconds, signal });
    };
    for (const gateway of gateways) for (const workload of chosen) await run(gateway, workload, options.warmUp);
    const before = await executedOf(base);
    for (const delay of options.delays) {
      await fetch(`${base}/delay?ms=${delay}`);
      const byWorkload: Record<string, ByGateway> = {};
      for (const workload of chosen) {
        const driven = new Map<GatewayName, Driven[]>(gateways.map(({ name }) => [name, []]));
        for (let round = 0; round < options.rounds; round += 1) {
          // Turn about, so that a machine that gets slower or faster favours none.
          for (const gateway of round % 2 === 0 ? gateways : gateways.toReversed())
            driven.get(gateway.name)?.push(await run(gateway, workload, options.seconds));
        }
        const figures = Object.fromEntries([...driven].map(([name, rounds]) => [name, figuresOf(rounds)]));
        byWorkload[workload.name] = withRatio(figures);
        tell(`${workload.name}, ${delay} ms: ${JSON.stringify(byWorkload[workload.name])}`);
      }
      delays[delay] = byWorkload;
    }
    const executedWhileMeasuring = (await executedOf(base)) - before;
    await fetch(`${base}/delay?ms=0`);
    return {
      delays,
      memory: Object.fromEntries(gateways.map(({ name, process: { pid } }) => [name, memoryOf(pid)])),
      subgraphsAlone: await subgraphsAlone(base, options),
      executedWhileMeasuring,
    };
  } finally {
    await Promise.all(processes.toReversed().map((running) => running.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

function startShop(port: number): Promise<ServerProcess> {
  return startServerProcess({
    name: 'the subgraphs',
    command: 'taskset',
    args: ['-c', OTHER_CORE, process.execPath, join('bench', 'src', 'gateway', 'shopServer.ts')],
    cwd: ROOT,
    env: { ...process.env, PORT: String(port) },
    answers: async () => {
      await fetch(`http://127.0.0.1:${port}/counts`);
    },
  });
}

function compose(base: string): string {
  const composed = composeServices(
    SUBGRAPHS.map((name) => ({ name, url: `${base}/${name}`, typeDefs: typeDefsOf(name) })),
  );
  if (composed.errors !== undefined) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return composed.supergraphSdl;
}

/** Asks every gateway every query once: the data must be the same, key order aside. @returns each one's own text */
async function agree(
  gateways: readonly RunningGateway[],
  { name, queries }: Workload,
): Promise<ReadonlyMap<GatewayName, readonly string[]>> {
  const texts = new Map<GatewayName, string[]>();
  const truth: unknown[] = [];
  for (const gateway of gateways) {
    const own: string[] = [];
    for (const [index, query] of queries.entries()) {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
      if (errors !== undefined) throw new Error(`${gateway.name} answers ${name} with ${JSON.stringify(errors)}`);
      truth[index] ??= data;
      if (!isDeepStrictEqual(data, truth[index]))
        throw new Error(`${gateway.name} and ${gateways[0]?.name} answer ${name} differently: ${query}`);
      own.push(JSON.stringify(data));
    }
    texts.set(gateway.name, own);
  }
  return texts;
}

function figuresOf(rounds: readonly Driven[]): Figures {
  const latencies = rounds.flatMap((round) => round.latencies);
  const rps = quantile(rounds.map(throughput), 0.5);
  return { rps: round(rps), p50Ms: round(quantile(latencies, 0.5)), p99Ms: round(quantile(latencies, 0.99)) };
}

function withRatio(figures: Partial<Record<GatewayName, Figures>>): ByGateway {
  const { ours, stock } = figures;
  return ours === undefined || stock === undefined ? figures : { ...figures, ratio: round(ours.rps / stock.rps) };
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Of a process and those that it started. */
function memoryOf(pid: number): { rssMiB: number; peakMiB: number } {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const of = (id: number, key: string): number => {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    return Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1_024;
  };
  const all = [pid, ...children.map(Number)];
  const sum = (key: string): number => Math.round(all.reduce((total, id) => total + of(id, key), 0));
  return { rssMiB: sum('VmRSS'), peakMiB: sum('VmHWM') };
}

async function executedOf(base: string): Promise<number> {
  return ((await (await fetch(`${base}/counts`)).json()) as { executed: number }).executed;
}

/** The subgraphs without a gateway: they and the load share a core here too. */
async function subgraphsAlone(base: string, { concurrency, seconds, signal }: GatewayBench): Promise<number> {
  const query = '{ users { id name } }';
  const response = await fetch(`${base}/accounts`, { method: 'POST', body: JSON.stringify({ query }) });
  const { data } = (await response.json()) as { data: unknown };
  const requests = [{ query, expected: JSON.stringify(data) }];
  return round(throughput(await drive({ url: `${base}/accounts`, requests, concurrency, seconds, signal })));
}
