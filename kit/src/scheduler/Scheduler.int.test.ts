import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { eventually } from '../testing/eventually.ts';
import { ledger } from '../testing/fixtures/ledger/ledger.ts';
import { startTestServers, type TestServers } from '../testing/startTestServers.ts';
import { startTestedUnit } from '../testing/TestedUnit.ts';
import { defineUnit } from '../unit/defineUnit.ts';
import type { JobContext } from './Schedule.ts';
import { JOBS, type ScheduledJob, Scheduler } from './Scheduler.ts';

const MINUTE = 60_000;
let servers: TestServers;
let connection: Connection;
let now: number;
let databases = 0;
const clock = { now: () => new Date(now) };
const running: Scheduler[] = [];

beforeAll(async () => {
  servers = await startTestServers();
}, 60_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((scheduler) => scheduler.stop()));
  await connection?.close();
});
afterAll(() => servers?.stop());

async function newDatabase(): Promise<void> {
  now = Date.parse('2026-03-01T00:00:00Z');
  databases += 1;
  connection = await mongoose.createConnection(servers.mongo.uriFor(`jobs-${databases}`)).asPromise();
}

function start(run: ScheduledJob['run'], registry = new Registry(), settings: object = {}): Scheduler {
  const scheduler = new Scheduler({
    ...{ jobs: [{ name: 'lapse', every: MINUTE, run, ...settings }], connection, clock, registry },
    ...{ log: pino({ level: 'silent' }), pollInterval: 5, leaseTtl: 300, ...settings },
  });
  running.push(scheduler);
  scheduler.start();
  return scheduler;
}

const record = () =>
  connection.collection<{ _id: string; last?: Date; running?: Date }>(JOBS).findOne({ _id: 'lapse' });
/** Time passes in steps, so that the scheduler sees each minute. */
async function pass(ms: number, until: () => boolean): Promise<void> {
  const end = now + ms;
  await eventually('the time to pass', () => {
    now = Math.min(end, now + MINUTE / 10);
    return now === end && until();
  });
}

test('a job runs at once and then each time it is due, by the injected clock', async () => {
  await newDatabase();
  const runs: string[] = [];
  start(async (due) => void runs.push(due.toISOString().slice(14, 19)));
  await eventually('the first run', () => runs.length === 1);
  await pass(3 * MINUTE, () => runs.length === 4);
  await pass(MINUTE - 1, () => true);
  expect(runs).toEqual(['00:00', '01:00', '02:00', '03:00']);
}, 30_000);

test('one that is due on a write runs when it is woken, also when it runs just then', async () => {
  await newDatabase();
  let runs = 0;
  let release = (): void => undefined;
  const work = async (): Promise<void> => {
    runs += 1;
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  // It would look again in an hour.
  const woken = start(work, new Registry(), { onWrite: true, pollInterval: 60 * MINUTE, leaseTtl: 60 * MINUTE });
  await eventually('the first run', () => runs === 1);
  woken.wake();
  woken.wake();
  release();
  await eventually('the run that was asked for during the first', () => runs === 2);
  release();
  await eventually('the second to be noted', async () => (await record())?.running === undefined);
  woken.wake();
  await eventually('the run that was asked for while it slept', () => runs === 3);
  release();
}, 30_000);

test('what was missed is made up once, and the grid stays', async () => {
  await newDatabase();
  const runs: string[] = [];
  const first = start(async (due) => void runs.push(due.toISOString().slice(14, 19)));
  await eventually('the first run to be noted', async () => (await record())?.last !== undefined);
  await first.stop();
  now += 10 * MINUTE + 5_000;
  start(async (due) => void runs.push(due.toISOString().slice(14, 19)));
  await eventually('the missed run to be noted', async () => (await record())?.last?.getTime() === now - 5_000);
  await pass(MINUTE, () => runs.length === 3);
  expect(runs).toEqual(['00:00', '10:00', '11:00']);
}, 30_000);

test('of two processes one runs a job at a time; the other takes over and finishes what the first left', async () => {
  await newDatabase();
  let atOnce = 0;
  let most = 0;
  const ended: string[] = [];
  const started: string[] = [];
  let release = (): void => undefined;
  const work = (name: string) => async (due: Date, signal: AbortSignal) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    started.push(`${name} ${due.toISOString().slice(14, 19)}`);
    await new Promise<void>((resolve, reject) => {
      release = resolve;
      signal.addEventListener('abort', () => reject(new Error('told to end')));
    }).finally(() => {
      atOnce -= 1;
    });
    ended.push(name);
  };
  const first = start(work('first'));
  await eventually('the first to run', () => started.length === 1);
  start(work('second'));
  // Due again while it runs, for longer than the lease holds unrenewed: nobody starts it twice.
  await pass(6 * MINUTE, () => true);
  expect(started).toEqual(['first 00:00']);
  await first.stop();
  expect(ended).toEqual([]);
  await eventually('the second to make it up', () => started.length === 2);
  release();
  await eventually('it to go on with what is due now', () => started.length === 3);
  release();
  expect(started).toEqual(['first 00:00', 'second 00:00', 'second 06:00']);
  expect(most).toBe(1);
}, 30_000);

test('a job that fails is counted, and runs again when it is due again', async () => {
  await newDatabase();
  let runs = 0;
  const registry = new Registry();
  start(async () => {
    runs += 1;
    if (runs === 1) throw new Error('not today');
  }, registry);
  await eventually('the failure to be noted', async () => (await record())?.last !== undefined);
  await pass(MINUTE, () => runs === 2);
  await eventually('both outcomes to be counted', async () => {
    const text = await registry.metrics();
    return /outcome="failed"\} 1/.test(text) && /outcome="done"\} 1/.test(text);
  });
}, 30_000);

test('a unit declares its jobs; they get a context of their own', async () => {
  await newDatabase();
  const contexts: JobContext[] = [];
  const { reactions: _, ...rest } = ledger();
  const unit = defineUnit({
    ...rest,
    schedule: { lapse: { every: MINUTE, run: async (context) => void contexts.push(context) } },
  });
  const tested = await startTestedUnit(unit, servers, { schedule: { pollInterval: 5 } });
  await eventually('the job to run', () => contexts.length === 1);
  expect(contexts[0]).toMatchObject({ actor: { kind: 'schedule', unit: 'ledger', job: 'lapse' } });
  expect(await contexts[0]?.models.Account?.countDocuments()).toBe(0);
  await tested.stop();
  expect(contexts[0]?.signal.aborted).toBe(true);
}, 30_000);
