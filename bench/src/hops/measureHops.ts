import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeSupergraph } from '@wellspring/tools/compose/composeSupergraph.ts';
import { DEMO_QUERY } from '@wellspring/tools/demo/demoQuery.ts';
import type { Platform } from '@wellspring/tools/platform/Platform.ts';
import { startPlatform } from '@wellspring/tools/platform/startPlatform.ts';
import { ROOT } from '@wellspring/tools/root.ts';
import { seed } from '@wellspring/tools/seed/seed.ts';
import { agree } from './agree.ts';
import { drive } from './drive.ts';
import { createReport, type HopsReport, type HopsRound } from './HopsReport.ts';
import { type BesideGateway, startGateway } from './startGateway.ts';

export interface HopsOptions {
  readonly members: number;
  /** At least 10: the query asks for that many. */
  readonly orders: number;
  readonly rounds: number;
  /** How long each way is measured in a round. */
  readonly seconds: number;
  /** How long each way is driven before the first round, unmeasured. */
  readonly warmUp: number;
  /** Requests under way at a time. */
  readonly concurrency: number;
  /** Ends it early, and everything it started; rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told what is being done. */
  readonly tell?: (line: string) => void;
}

/** Those that the demo query is about. */
const UNITS = ['members', 'catalog', 'orders'];

/**
 * Runs a platform of its own with sample data and two gateways over the same units, and sends the demo query to one and
 * the other in turn. The second's supergraph is composed of the same SDL without `@provides` and `@external`. Whatever it
 * starts ends before it returns.
 *
 * @throws WrongAnswer when any answer was not right
 */
export async function measureHops(options: HopsOptions): Promise<HopsReport> {
  const { signal = new AbortController().signal, tell = () => {} } = options;
  const [load = 0] = loadavg();
  const env = { LOG_LEVEL: 'warn' };
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-hops-'));
  let platform: Platform | undefined;
  let beside: BesideGateway | undefined;
  try {
    tell('starting the platform');
    const supergraphFile = await writeSupergraph(folder, false);
    const withoutCopiesFile = await writeSupergraph(folder, true);
    signal.throwIfAborted();
    platform = await startPlatform({
      folder: join(folder, 'data'),
      units: UNITS,
      supergraphFile,
      syncInterval: '10s',
      waitUntilReady: false,
      env,
    });
    await untilAborted(platform.ready(undefined, 120_000), signal);
    beside = await startGateway(platform, withoutCopiesFile, env);
    const urls = { on: platform.gatewayUrl, off: beside.url };

    const { members, orders } = options;
    tell(`loading ${members} members and ${orders} orders`);
    const loaded = await untilAborted(seed({ endpoint: urls.on, units: UNITS, members, orders }), signal);
    const { data, fetches } = await agree(urls.on, urls.off, signal);

    const { concurrency } = options;
    const measure = (url: string, seconds: number) =>
      drive({ url, requests: [{ query: DEMO_QUERY, expected: data }], concurrency, seconds, signal });
    tell('warming up');
    await measure(urls.on, options.warmUp);
    await measure(urls.off, options.warmUp);

    const rounds: HopsRound[] = [];
    while (rounds.length < options.rounds) {
      tell(`measuring: round ${rounds.length + 1} of ${options.rounds}`);
      // Turn about, so that a machine that gets slower or faster favours neither: on off, off on, on off, …
      const side = (url: string) => measure(url, options.seconds);
      rounds.push(
        rounds.length % 2 === 0
          ? { on: await side(urls.on), off: await side(urls.off) }
          : { off: await side(urls.off), on: await side(urls.on) },
      );
    }
    await agree(urls.on, urls.off, signal); // what was measured is what was verified

    return createReport(rounds, fetches, {
      mongo: platform.mongo.kind,
      nats: platform.nats.kind,
      node: process.versions.node,
      cpus: availableParallelism(),
      load,
      products: loaded.phases.products?.total ?? 0,
      members: loaded.phases.members?.total ?? 0,
      orders: loaded.phases.orders?.total ?? 0,
      concurrency,
      seconds: options.seconds,
    });
  } finally {
    await beside?.process.stop();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeSupergraph(folder: string, withoutCopies: boolean): Promise<string> {
  const { supergraphSdl } = await composeSupergraph(join(ROOT, 'supergraph.yaml'), { withoutCopies, units: UNITS });
  const file = join(folder, withoutCopies ? 'without-copies.graphql' : 'with-copies.graphql');
  await writeFile(file, supergraphSdl);
  return file;
}

/** Waits for `work`, but no longer than until the signal: what is left of it then fails unheard. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {});
  let lift = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    lift = () => signal.removeEventListener('abort', abort);
  });
  return Promise.race([work, aborted]).finally(lift);
}
