import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ROOT } from '@wellspring/tools/root.ts';
import { databaseOf } from '../../../kit/src/owner/bookkeeping.ts';
import { parkedOf } from '../../../kit/src/reactions/ParkedEvents.ts';
import { type EventTeller, eventTeller } from '../../../kit/src/testing/eventTeller.ts';
import { ledger } from '../../../kit/src/testing/fixtures/ledger/ledger.ts';
import {
  eventually,
  startTestedUnit,
  startTestServers,
  type TestedUnit,
  type TestServers,
} from '../../../kit/src/testing/index.ts';

let servers: TestServers;
let teller: EventTeller;
let unit: TestedUnit;
const broken = new Set<string>();

beforeAll(async () => {
  servers = await startTestServers();
  teller = await eventTeller('orders', servers);
  const meddle = ({ id }: { id: string }): void => {
    if (broken.has(id)) throw new Error(`${id} is broken`);
  };
  const reactions = { attempts: 2, retry: { first: 1, last: 2 }, pollInterval: 20 };
  unit = await startTestedUnit(ledger(meddle), servers, { reactions });
}, 60_000);
afterAll(async () => {
  await unit?.stop();
  await teller?.stop();
  await servers?.stop();
});

/** The command as an operator runs it on a real deployment. */
async function parked(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, MONGODB_URI: servers.mongo.uriFor(unit.database) };
  const run = promisify(execFile)(process.execPath, ['tools/src/parked/parked.ts', ...args], { cwd: ROOT, env });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      ...{ code: error.code, out: error.stdout, err: error.stderr },
    }),
  );
}

const tell = (type: 'OrderPlaced' | 'OrderCancelled', id: string, eventId: string) =>
  teller.tell('Order', type, id, eventId, { memberId: 'm', lines: [] });
const countOf = (line: string) => parkedOf(databaseOf(unit.running.connection)).countDocuments({ line });
async function entries(id: string): Promise<string[]> {
  const accounts = databaseOf(unit.running.connection).collection<{ _id: string; entries: string[] }>('Account');
  return (await accounts.findOne({ _id: id }))?.entries ?? [];
}

test('lists, retries in order, and drops for good', async () => {
  expect((await parked('list')).out).toContain('nothing is parked');
  for (const id of ['a', 'b']) {
    broken.add(`${id}1`);
    await tell('OrderPlaced', id, `${id}1`);
    await tell('OrderCancelled', id, `${id}2`);
    await eventually('both to be parked', async () => (await countOf(`orders.Order:${id}`)) === 2);
  }
  const listed = await parked('list');
  expect(listed.out).toMatch(
    /orders\.OrderPlaced:a1\n {2}of orders\.Order:a, parked since .* after 2 attempts, 1 behind it\n {2}a1 is broken/,
  );
  expect(JSON.parse((await parked('list', '--json')).out)[0].parked).toHaveLength(2);

  broken.clear();
  expect(await parked('retry', 'a1')).toMatchObject({ code: 0, out: expect.stringContaining('2 to be handled again') });
  await eventually('the line to be handled', async () => (await countOf('orders.Order:a')) === 0);
  expect(await entries('a')).toEqual(['a1', 'a2']);
  expect(await entries('b')).toEqual([]);

  expect((await parked('drop', 'orders.OrderPlaced:b1')).out).toContain('1 dropped');
  expect(await entries('b')).toEqual([]);
  expect((await parked('retry', '--all')).out).toContain('1 to be handled again');
  await eventually('the rest to be handled', async () => (await countOf('orders.Order:b')) === 0);
  expect(await entries('b')).toEqual(['b2']);

  // It comes again, and stays dropped.
  await teller.bus.manager.consumers.delete('EVENTS_orders', 'ledger-OrderPlaced');
  await tell('OrderPlaced', 'b', 'b3');
  await eventually('the later one to be handled', async () => (await entries('b')).includes('b3'), 20_000);
  expect(await entries('b')).toEqual(['b2', 'b3']);
  expect(await entries('a')).toEqual(['a1', 'a2']);
}, 60_000);

test('says what it expected', async () => {
  expect(await parked('retry', 'nothing')).toMatchObject({ code: 1, err: expect.stringContaining('got nothing') });
  expect(await parked('drop')).toMatchObject({ code: 1, err: expect.stringContaining('which events') });
  expect((await parked('--help')).out).toContain('MONGODB_URI');
}, 30_000);
