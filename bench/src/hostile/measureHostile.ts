import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@wellspring/kit/embedded';
import { hostileRequests } from '../../../gateway/src/testing/hostile/hostileRequests.ts';
import { isRefused } from '../../../gateway/src/testing/hostile/isRefused.ts';
import { sendHostile } from '../../../gateway/src/testing/hostile/sendHostile.ts';
import { startHostileSubgraphs } from '../../../gateway/src/testing/hostile/startHostileSubgraphs.ts';
import { composed } from '../../../gateway/src/testing/startTestGateway.ts';
import { residentMemory } from '../residentMemory.ts';
import { startGateway } from '../startGateway.ts';

export interface HostileReport {
  /** Bad requests that were sent, of so many kinds. */
  readonly requests: number;
  readonly kinds: number;
  readonly perSecond: number;
  /** Answers that are neither a 4xx nor an error with a code of the client's making, by the name of the request. */
  readonly wrong: number;
  readonly wrongNames: readonly string[];
  readonly status500: number;
  /** Times that the gateway's process ended. */
  readonly crashes: number;
  /** Resident memory of the gateway, MB: the highest of the second and of the last tenth. The first tenth fills the caches. */
  readonly memory: { readonly firstMb: number; readonly lastMb: number };
  readonly goodAnswered: boolean;
  readonly node: string;
  readonly cpus: number;
}

export interface HostileOptions {
  readonly requests: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

const TENTHS = 10;

/**
 * Sends bad requests, all kinds of them again and again, each a little different so that no cache of texts knows it, to a gateway in a process of its own.
 * Whatever it starts ends before it returns.
 * @throws Error when a request gets neither an answer nor an end
 */
export async function measureHostile(options: HostileOptions): Promise<HostileReport> {
  const { requests, concurrency, signal, tell } = options;
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const subgraphs = await startHostileSubgraphs();
    ends.push(() => Promise.all(subgraphs.map((subgraph) => subgraph.stop())));
    const folder = await mkdtemp(join(tmpdir(), 'wellspring-hostile-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'supergraph.graphql');
    await writeFile(file, composed(subgraphs));
    const origin = `http://127.0.0.1:${await freePort()}`;
    let crashes = 0;
    let over = false;
    const gateway = await startGateway(
      { supergraphFile: file, origin },
      { NODE_ENV: 'production', IDENTITY: 'none', DRAIN_DELAY_MS: '0' },
    );
    ends.push(() => gateway.stop(3_000));
    const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
    ends.push(async () => agent.destroy());

    const memory: number[][] = Array.from({ length: TENTHS }, () => []);
    const wrong = new Map<string, number>();
    let status500 = 0;
    let sent = 0;
    const look = async (): Promise<void> => {
      try {
        const megabytes = await residentMemory(origin);
        memory[Math.min(TENTHS - 1, Math.floor((TENTHS * sent) / requests))]?.push(megabytes);
      } catch {
        if (!over) crashes += 1;
      }
    };
    const looking = (async () => {
      while (!over) {
        await look();
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    })();
    const begin = performance.now();
    let told = 0;
    const work = async (): Promise<void> => {
      while (sent < requests) {
        signal.throwIfAborted();
        const index = sent;
        sent += 1;
        const hostile = hostileRequests[index % hostileRequests.length];
        if (hostile === undefined) continue;
        const answer = await sendHostile(origin, varied(hostile, Math.floor(index / hostileRequests.length)), agent);
        if (answer.status >= 500) status500 += 1;
        if (!isRefused(answer)) wrong.set(hostile.name, (wrong.get(hostile.name) ?? 0) + 1);
        const tenth = Math.floor((TENTHS * sent) / requests);
        if (tenth > told) {
          told = tenth;
          tell(`${sent} of ${requests}`);
        }
      }
    };
    try {
      await Promise.all(Array.from({ length: concurrency }, work));
    } finally {
      over = true;
      await looking;
      await look();
    }
    const seconds = (performance.now() - begin) / 1_000;
    const good = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ people { id notes { text } } }' }),
    }).then((response) => response.json() as Promise<{ data?: { people?: unknown[] } }>);
    const highest = (tenth: number): number => Math.round(Math.max(0, ...(memory[tenth] ?? [])));
    return {
      requests: sent,
      kinds: hostileRequests.length,
      perSecond: Math.round(sent / seconds),
      wrong: [...wrong.values()].reduce((sum, times) => sum + times, 0),
      wrongNames: [...wrong.keys()].slice(0, 20),
      status500,
      crashes,
      memory: { firstMb: highest(1), lastMb: highest(TENTHS - 1) },
      goodAnswered: good.data?.people?.length === 2,
      node: process.versions.node,
      cpus: availableParallelism(),
    };
  } finally {
    for (const end of ends.reverse()) await end().catch(() => {});
  }
}

type Hostile = (typeof hostileRequests)[number];

/** The same kind of request, with spaces in its text that no request before it had: what is kept by text keeps each of them. */
function varied(hostile: Hostile, round: number): Hostile {
  if ('raw' in hostile || round === 0 || typeof hostile.body !== 'string') return hostile;
  const spaces = ' '.repeat(1 + (round % 50));
  return { ...hostile, body: hostile.body.replace('"query":"', `"query":"#${round}\\n${spaces}`) };
}
