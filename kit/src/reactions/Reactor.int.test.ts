import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { ensureOwnerStreams } from '../bus/ownerStreams.ts';
import { startServerProcess } from '../embedded/index.ts';
import { databaseOf, stateOf } from '../owner/bookkeeping.ts';
import { restoreBackup, setBack, takeBackup } from '../testing/backup.ts';
import { type EventTeller, eventTeller } from '../testing/eventTeller.ts';
import { eventually } from '../testing/eventually.ts';
import { ledger, type Meddle } from '../testing/fixtures/ledger/ledger.ts';
import { startTestServers, type TestServers } from '../testing/startTestServers.ts';
import { startTestedUnit, type TestedUnit } from '../testing/TestedUnit.ts';
import { ATTEMPTS } from './Attempts.ts';
import { INBOX } from './inbox.ts';
import { type ParkedEvent, parkedOf } from './ParkedEvents.ts';

const LINES = [{ productId: 'p', quantity: 1 }];
const PLACED = { memberId: 'm', total: { amount: '1.00', currency: 'USD' }, lines: LINES };
const reactions = { attempts: 3, timeout: 2_000, retry: { first: 1, last: 4 }, pollInterval: 20, leaseTtl: 600 };

let servers: TestServers;
let teller: EventTeller;
const units: TestedUnit[] = [];
let orders = 0;

beforeAll(async () => {
  servers = await startTestServers();
  teller = await eventTeller('orders', servers);
}, 120_000);
afterEach(async () => {
  await Promise.all(units.splice(0).map((unit) => unit.stop()));
});
afterAll(async () => {
  await teller?.stop();
  await servers?.stop();
});

async function start(meddle?: Meddle, database = `ledger-${orders}`): Promise<TestedUnit> {
  const unit = await startTestedUnit(ledger(meddle), servers, { reactions, database });
  units.push(unit);
  return unit;
}

function newOrder(): string {
  orders += 1;
  return `o.${orders}`;
}

const place = (id: string, eventId = `${id}-placed`) => teller.tell('Order', 'OrderPlaced', id, eventId, PLACED);
const cancel = (id: string, eventId = `${id}-cancelled`) =>
  teller.tell('Order', 'OrderCancelled', id, eventId, { memberId: 'm', lines: LINES });

async function entries(unit: TestedUnit, id: string): Promise<string[]> {
  const account = await databaseOf(unit.running.connection)
    .collection<{ _id: string; entries: string[] }>('Account')
    .findOne({ _id: id });
  return account?.entries ?? [];
}

const parkedIn = (unit: TestedUnit) => parkedOf(databaseOf(unit.running.connection));

async function line(unit: TestedUnit, id: string): Promise<ParkedEvent[]> {
  return parkedIn(unit)
    .find({ line: `orders.Order:${id}` })
    .sort({ place: 1 })
    .toArray();
}

/** Waits until the orders' events are entered as expected, and nothing else comes. */
async function entered(unit: TestedUnit, id: string, expected: readonly string[]): Promise<void> {
  await eventually(
    `${expected.join()} in ${id}`,
    async () => (await entries(unit, id)).length >= expected.length,
    45_000,
  );
  expect(await entries(unit, id)).toEqual(expected);
}

/** The broker loses its data. */
async function wipe(): Promise<void> {
  await teller.bus.manager.streams.delete('EVENTS_orders');
  await ensureOwnerStreams(teller.bus.manager, 'orders');
}

/** Waits until the consumers have nothing that is not acknowledged. */
async function quiet(): Promise<void> {
  for (const name of ['ledger-OrderPlaced', 'ledger-OrderCancelled']) {
    await eventually(`${name} to be quiet`, async () => {
      const info = await teller.bus.manager.consumers.info('EVENTS_orders', name);
      return info.num_pending + info.num_ack_pending === 0;
    });
  }
}

describe('a reaction', () => {
  test('has its effect, in the order of the entity though the kinds of events come over two consumers', async () => {
    const ids = Array.from({ length: 20 }, newOrder);
    for (const id of ids) await place(id);
    for (const id of ids) {
      await cancel(id);
      await place(id, `${id}-again`);
    }
    const unit = await start(async () => new Promise((resolve) => setImmediate(resolve)));
    for (const id of ids) await entered(unit, id, [`${id}-placed`, `${id}-cancelled`, `${id}-again`]);
  }, 120_000);

  test('has it once though the event comes twice, and though the broker forgets and everything comes again', async () => {
    const unit = await start();
    const id = newOrder();
    await place(id);
    await place(id, `${id}-b`);
    await teller.repeat('Order', 'OrderPlaced', id, `${id}-placed`, PLACED);
    await entered(unit, id, [`${id}-placed`, `${id}-b`]);
    await quiet();

    await wipe();
    await place(id);
    await place(id, `${id}-b`);
    await cancel(id);
    await entered(unit, id, [`${id}-placed`, `${id}-b`, `${id}-cancelled`]);
    await quiet();
    expect(await entries(unit, id)).toHaveLength(3);
  }, 120_000);

  test('that fails leaves nothing behind, and is tried again', async () => {
    const calls: string[] = [];
    const unit = await start((event) => {
      if (event.id !== last) return; // a new database reacts to what was told before, too
      calls.push(event.id);
      if (calls.length < 3) throw new Error('not yet');
    });
    const last = `${newOrder()}-placed`;
    const id = last.replace('-placed', '');
    await place(id);
    await entered(unit, id, [last]);
    expect(calls).toEqual([last, last, last]);
    expect(await unit.running.metrics.registry.metrics()).toMatch(/wellspring_reactions_retried_total\{[^}]*\} 2/);
  }, 120_000);

  test('that hangs is ended, leaves nothing behind, and is tried again', async () => {
    const id = newOrder();
    let calls = 0;
    const unit = await start(async (event) => {
      if (event.entityId !== id) return;
      calls += 1;
      if (calls === 1) await new Promise(() => undefined);
    });
    await place(id);
    await entered(unit, id, [`${id}-placed`]);
    expect(calls).toBe(2);
  }, 120_000);

  test('is called as the reaction, with the event, its revision and its trace; staff and members are others', async () => {
    const seen: Parameters<Meddle>[] = [];
    const unit = await start((event, context) => void seen.push([event, context]));
    const id = newOrder();
    await place(id);
    await entered(unit, id, [`${id}-placed`]);
    const [event, context] = seen.find(([{ entityId }]) => entityId === id) as Parameters<Meddle>;
    expect(event).toMatchObject({
      ...{ id: `${id}-placed`, type: 'orders.OrderPlaced', entityId: id, rev: 1, epoch: 1, data: PLACED },
    });
    expect(event.at).toBeInstanceOf(Date);
    expect(context.actor).toEqual({ kind: 'reaction', unit: 'orders', event: 'orders.OrderPlaced' });
  }, 120_000);
});

describe('an event that keeps failing', () => {
  test('is parked, the later ones of its entity behind it; other entities go on; retry restores the order', async () => {
    let broken = true;
    const bad = newOrder();
    const unit = await start((event) => {
      if (broken && event.entityId === bad && event.type === 'orders.OrderPlaced') throw new Error('broken');
    });
    const good = newOrder();
    await place(bad);
    await cancel(bad);
    await place(good);
    await cancel(good);
    await entered(unit, good, [`${good}-placed`, `${good}-cancelled`]);
    await eventually('both to be parked', async () => (await line(unit, bad)).length === 2);
    await quiet();
    expect(await entries(unit, bad)).toEqual([]);
    const [first, second] = await line(unit, bad);
    expect(first).toMatchObject({
      ...{ _id: `orders.OrderPlaced:${bad}-placed`, handler: 'orders.OrderPlaced', eventId: `${bad}-placed` },
      ...{ stream: 'EVENTS_orders', attempts: 3, error: { message: 'broken' }, state: 'parked' },
      sequence: expect.any(Number),
    });
    expect(second).toMatchObject({ eventId: `${bad}-cancelled`, attempts: 0, error: null });
    expect(JSON.stringify([first, second])).not.toContain('productId');
    await eventually('the gauge to tell', async () =>
      /reactions_parked\{event="orders.OrderPlaced"[^}]*\} 1/.test(await unit.running.metrics.registry.metrics()),
    );

    // Still broken: it is parked again, and the line stays.
    await parkedIn(unit).updateMany({ line: `orders.Order:${bad}` }, { $set: { state: 'retry' } });
    await eventually('it to fail again', async () => (await line(unit, bad))[0]?.attempts === 6);
    await eventually('the line to wait', async () => (await line(unit, bad)).every(({ state }) => state === 'parked'));
    expect(await entries(unit, bad)).toEqual([]);

    broken = false;
    await parkedIn(unit).updateMany({ line: `orders.Order:${bad}` }, { $set: { state: 'retry' } });
    await entered(unit, bad, [`${bad}-placed`, `${bad}-cancelled`]);
    await eventually('nothing to be parked', async () => (await line(unit, bad)).length === 0);
    await place(bad, `${bad}-later`);
    await entered(unit, bad, [`${bad}-placed`, `${bad}-cancelled`, `${bad}-later`]);
  }, 120_000);

  test('is found again by its id after the broker lost its data', async () => {
    let broken = true;
    const id = newOrder();
    await wipe();
    const unit = await start(() => {
      if (broken) throw new Error('broken');
    });
    await place(id);
    await eventually('it to be parked', async () => (await line(unit, id)).length === 1);
    await wipe();
    for (const other of [newOrder(), newOrder()]) await place(other);
    await place(id);
    await eventually('the others to be parked', async () => (await parkedIn(unit).countDocuments()) >= 3);
    broken = false;
    await parkedIn(unit).updateMany({}, { $set: { state: 'retry' } });
    await entered(unit, id, [`${id}-placed`]);
    await eventually('nothing to be parked', async () => (await parkedIn(unit).countDocuments()) === 0);
  }, 120_000);
});

test('two processes of a unit: one is active, the other takes over; every effect once and in order', async () => {
  const database = `ledger-pair-${orders}`;
  const first = await start(undefined, database);
  const second = await start(undefined, database);
  const ids = Array.from({ length: 30 }, newOrder);
  const telling = (async () => {
    for (const id of ids) {
      await place(id);
      await cancel(id);
    }
  })();
  await eventually('some to be handled', async () => (await entries(first, ids[3] ?? '')).length > 0);
  await first.stop();
  await telling;
  for (const id of ids) await entered(second, id, [`${id}-placed`, `${id}-cancelled`]);
  const inbox = await databaseOf(second.running.connection)
    .collection(INBOX)
    .countDocuments({ _id: { $in: ids.map((id) => `orders.OrderPlaced:${id}-placed`) as never[] } });
  expect(inbox).toBe(30);
}, 120_000);

/** A process of the unit that dies in its reaction to `poison`, or to anything. */
const startDoomed = (database: string, poison: readonly string[] = []) =>
  startServerProcess({
    name: 'ledger',
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', 'kit/src/testing/fixtures/ledger/dieInside.ts', ...poison],
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    env: {
      ...{ PATH: process.env.PATH ?? '', INSTANCE: 'ledger-1', LOG_LEVEL: 'silent' },
      ...{ MONGODB_URI: servers.mongo.uriFor(database), NATS_URL: servers.nats.url },
    },
  });
const KILLED = { code: null, signal: 'SIGKILL' };

test('a process that dies inside a transaction holds nobody up: its successor ends it', async () => {
  await wipe();
  const id = newOrder();
  await place(id);
  const database = `ledger-dies-${orders}`;
  expect(await (await startDoomed(database)).exited).toEqual(KILLED);
  const unit = await start(undefined, database);
  await entered(unit, id, [`${id}-placed`]); // within 10 s; the server itself would wait for 60
}, 120_000);

test('an event that every process dies of is parked after as many of them as it has attempts; all others are handled', async () => {
  await wipe();
  const database = `ledger-poisoned-${orders}`;
  const [bad, ...others] = [newOrder(), newOrder(), newOrder(), newOrder()];
  for (const id of [...others, bad]) await place(id);
  await cancel(bad);
  // The first death is nobody's fault yet; each of three after it is noted before it comes.
  for (let death = 0; death < 4; death += 1) expect(await (await startDoomed(database, [bad])).exited).toEqual(KILLED);
  const survivor = await startDoomed(database, [bad]);
  try {
    const client = await new mongo.MongoClient(servers.mongo.uriFor(database)).connect();
    const parked = parkedOf(client.db());
    await eventually('both to be parked', async () => (await parked.countDocuments()) === 2, 20_000);
    expect(await parked.find().sort({ place: 1 }).toArray()).toMatchObject([
      { eventId: `${bad}-placed`, attempts: 3, error: { message: expect.stringContaining('died of it') } },
      { eventId: `${bad}-cancelled`, attempts: 0 },
    ]);
    const accounts = client.db().collection<{ _id: string; entries: string[] }>('Account');
    await eventually('the others', async () => (await accounts.countDocuments()) === others.length);
    expect(await client.db().collection(ATTEMPTS).countDocuments()).toBe(0);
    await client.close();
  } finally {
    await survivor.stop(2_000);
  }
  // An operator lets it be handled again, by a process that does not die of it.
  const unit = await start(undefined, database);
  await parkedIn(unit).updateMany({}, { $set: { state: 'retry' } });
  await entered(unit, bad, [`${bad}-placed`, `${bad}-cancelled`]);
  for (const id of others) await entered(unit, id, [`${id}-placed`]);
}, 120_000);

describe('a unit whose database is set back to a backup', () => {
  test.each([['while it is down'], ['while it runs']])(
    '%s, reacts again to what came since',
    async (when) => {
      await wipe();
      const [early, late] = [newOrder(), newOrder()];
      const database = `ledger-set-back-${orders}`;
      let unit = await start(undefined, database);
      await place(early);
      await entered(unit, early, [`${early}-placed`]);
      const state = () => stateOf(unit.running.connection).findOne({ _id: 'reactor:ledger-OrderPlaced' });
      const look = (await state())?.looks as number;
      const backup = await takeBackup(databaseOf(unit.running.connection));
      await place(late);
      await cancel(early);
      await entered(unit, late, [`${late}-placed`]);
      await entered(unit, early, [`${early}-placed`, `${early}-cancelled`]);
      await quiet();
      if (when === 'while it is down') {
        await unit.stop();
        units.length = 0;
        await setBack(servers, database, backup);
        unit = await start(undefined, database);
      } else {
        await eventually('a look after the backup', async () => ((await state())?.looks as number) > look, 20_000);
        await restoreBackup(databaseOf(unit.running.connection), backup);
        await eventually('it to be noticed', async () => (await entries(unit, late)).length === 1, 20_000);
      }
      await entered(unit, late, [`${late}-placed`]);
      await entered(unit, early, [`${early}-placed`, `${early}-cancelled`]);
    },
    60_000,
  );
});

test('a message that does not keep to the protocol is skipped, and counted', async () => {
  const unit = await start();
  const id = newOrder();
  await teller.bus.client.publish('event.orders.Order.OrderPlaced.x', 'nonsense');
  await place(id);
  await entered(unit, id, [`${id}-placed`]);
  expect(await unit.running.metrics.registry.metrics()).toMatch(/reactions_unreadable_total\{[^}]*\} 1/);
}, 120_000);
