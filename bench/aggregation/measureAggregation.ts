import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requireData } from '@wellspring/tools/client/sendOperation.ts';
import type { Platform } from '@wellspring/tools/platform/Platform.ts';
import { startPlatform } from '@wellspring/tools/platform/startPlatform.ts';
import { seed } from '@wellspring/tools/seed/seed.ts';
import { WrongAnswer } from '../src/hops/assertAnswer.ts';
import { post } from '../src/post.ts';
import {
  type AggregationReport,
  type AggregationRound,
  CONDITIONS,
  type Condition,
  createReport,
  WAYS,
  type Way,
} from './AggregationReport.ts';
import { AggregationStage, OWNERS, type Owner } from './AggregationStage.ts';
import { cpuTime } from './cpuTime.ts';
import { ACTOR, bodyFor, type DrivenOverviews, driveOverviews, type Expected } from './driveOverviews.ts';

export interface AggregationOptions {
  /** Who is slow and down. */
  readonly unit: Owner;
  readonly delayMs: number;
  readonly deadlineMs: number;
  readonly members: number;
  readonly orders: number;
  readonly rounds: number;
  /** How long each way is measured in each condition of a round. */
  readonly seconds: number;
  /** How long each way is driven before the first round, unmeasured. */
  readonly warmUp: number;
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  readonly tell?: (line: string) => void;
}

/** How long copies and counts may take to be there after the data was loaded; ms. */
const PATIENCE = 120_000;

/**
 * Runs a platform of its own with sample data, and asks for the same overviews in three ways, turn about, with one of the owners healthy,
 * slow and down. Whatever it starts ends before it returns.
 * @throws WrongAnswer when the ways do not answer alike, or the local database does not answer in full, whoever is down
 */
export async function measureAggregation(options: AggregationOptions): Promise<AggregationReport> {
  const {
    signal = new AbortController().signal,
    tell = () => {},
    unit,
    delayMs,
    deadlineMs,
    concurrency,
    seconds,
  } = options;
  const [load = 0] = loadavg();
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-aggregation-'));
  let platform: Platform | undefined;
  let stage: AggregationStage | undefined;
  try {
    tell('starting the platform');
    platform = await startPlatform({
      ...{ folder: join(folder, 'data'), units: [...OWNERS, 'insights'], gateway: false, syncInterval: '10s' },
      env: { LOG_LEVEL: 'warn' },
    });
    signal.throwIfAborted();
    const { unitUrl } = platform;
    tell(`loading ${options.members} members and ${options.orders} orders`);
    const loaded = await seed({ endpoint: unitUrl, units: OWNERS, members: options.members, orders: options.orders });
    signal.throwIfAborted();
    stage = new AggregationStage({ platform, unit, delayMs, deadlineMs });
    await stage.start();
    tell('waiting until all ways answer alike');
    const expected = await agree(stage, await buyers(unitUrl('members')), signal);

    const drive = (way: Way, condition: Condition, duration: number): Promise<DrivenOverviews> => {
      const running = stage as AggregationStage;
      const pids = running.pids();
      const url = running.url(way);
      // Nobody can be excused for the local way, nor anybody while all are healthy but for a deadline.
      const wholeOnly = way === 'local' || (way === 'calls' && condition === 'healthy');
      return driveOverviews({
        url,
        expected,
        concurrency,
        seconds: duration,
        wholeOnly,
        signal,
        cpuTime: () => cpuTime(pids),
      });
    };
    tell('warming up');
    for (const way of WAYS) await drive(way, 'healthy', options.warmUp);

    const rounds: AggregationRound[] = [];
    while (rounds.length < options.rounds) {
      tell(`measuring: round ${rounds.length + 1} of ${options.rounds}`);
      const measured: [Condition, Record<Way, DrivenOverviews>][] = [];
      for (const condition of CONDITIONS) {
        await stage.enter(condition);
        const ways: [Way, DrivenOverviews][] = [];
        // Turn about, so that a machine that gets slower or faster favours none.
        for (const way of rounds.length % 2 === 0 ? WAYS : WAYS.toReversed())
          ways.push([way, await drive(way, condition, seconds)]);
        measured.push([condition, Object.fromEntries(ways) as Record<Way, DrivenOverviews>]);
      }
      rounds.push(Object.fromEntries(measured) as unknown as AggregationRound);
    }
    return createReport(rounds, {
      ...{ mongo: platform.mongo.kind, nats: platform.nats.kind, node: process.versions.node },
      ...{ cpus: availableParallelism(), load, unit, delayMs, deadlineMs, concurrency, seconds },
      ...{ members: expected.size, orders: loaded.phases.orders?.total ?? 0 },
    });
  } finally {
    await stage?.stop();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function buyers(url: string): Promise<string[]> {
  interface Members {
    readonly members: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
  }
  const { members } = await requireData<Members>(url, { query: '{ members(first: 100) { edges { node { id } } } }' });
  return members.edges.map(({ node }) => node.id);
}

/** Asks all ways for each member until they answer alike and in full: copies and counts may still be on their way. */
async function agree(stage: AggregationStage, memberIds: readonly string[], signal: AbortSignal): Promise<Expected> {
  const until = performance.now() + PATIENCE;
  const agent = new Agent({ keepAlive: true });
  const expected = new Map<string, string>();
  const ask = async (way: Way, memberId: string): Promise<string> => {
    const { status, body } = await post(agent, stage.url(way), bodyFor(memberId), ACTOR);
    const { data, errors } = JSON.parse(body.toString()) as { data?: unknown; errors?: readonly { message: string }[] };
    return status === 200 && errors === undefined ? JSON.stringify(data) : `HTTP ${status}: ${errors?.[0]?.message}`;
  };
  try {
    for (const memberId of memberIds) {
      for (;;) {
        signal.throwIfAborted();
        const answers = await Promise.all(WAYS.map((way) => ask(way, memberId)));
        const [first = ''] = answers;
        if (first.startsWith('{') && answers.every((answer) => answer === first)) {
          // Who bought nothing needs no names: the answer would be whole without catalog.
          if (first.includes('"node"')) expected.set(memberId, first);
          break;
        }
        if (performance.now() > until) {
          const told = WAYS.map((way, i) => `${way}: ${answers[i]}`).join('\n');
          throw new WrongAnswer(`Expected the same whole answer in all ways; got\n${told}`);
        }
        await pause(100);
      }
    }
  } finally {
    agent.destroy();
  }
  return expected;
}
