import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { freePort, type NatsServer, startNats } from '../embedded/index.ts';
import { eventually } from '../testing/eventually.ts';
import { type KeepStreamsOptions, type KeptStreams, keepStreams } from './keepStreams.ts';

jest.setTimeout(30_000); // longer than `eventually` waits

let server: NatsServer;
let connection: NatsConnection;
let streams: JetStreamManager['streams'];
let keeper: KeptStreams | undefined;
const lines: { msg: string; stream?: string; action?: string }[] = [];

beforeAll(async () => {
  server = await startNats({ syncInterval: '1s' });
  connection = await connect({ servers: server.url });
  streams = (await jetstreamManager(connection)).streams;
}, 60_000);
afterAll(async () => {
  await connection?.close();
  await server?.stop();
});
beforeEach(async () => {
  lines.splice(0);
  for (const name of await namesOf(streams)) await streams.delete(name);
});
afterEach(async () => {
  await keeper?.stop();
  keeper = undefined;
});

const namesOf = async (of: JetStreamManager['streams']) =>
  (await of.list().next()).map(({ config }) => config.name).sort();
const keep = (
  url = server.url,
  limits: Pick<KeepStreamsOptions, 'eventLimits' | 'historyLimits'> = {},
): KeptStreams => {
  const output = { write: (line: string) => lines.push(JSON.parse(line)) };
  keeper = keepStreams({ units: ['members', 'orders'], url, interval: 100, output, ...limits });
  return keeper;
};
const HOUR = nanos(3_600_000);
const SIX = ['EVENTS', 'HISTORY', 'VIEWS'].flatMap((kind) => [`${kind}_members`, `${kind}_orders`]);

describe('PROTOCOL "Streams"', () => {
  test('the streams of each unit are created, as the protocol has them, and found again', async () => {
    await keep().kept;
    expect(await namesOf(streams)).toEqual(SIX);
    const [views, events] = [await streams.info('VIEWS_orders'), await streams.info('EVENTS_orders')];
    expect(views.config).toMatchObject({ subjects: ['view.orders.>'], max_msgs_per_subject: 1, storage: 'file' });
    expect(events.config).toMatchObject({ subjects: ['event.orders.>'], max_msgs_per_subject: -1, storage: 'file' });
    await keeper?.stop();
    lines.splice(0);
    await keep().kept;
    expect((await streams.info('VIEWS_orders')).created).toBe(views.created);
    expect(lines.filter(({ action }) => action !== undefined)).toEqual([]);
  });

  test('a stream that disappears comes back', async () => {
    await keep().kept;
    await streams.delete('VIEWS_orders');
    await eventually('the stream again', async () => (await namesOf(streams)).includes('VIEWS_orders'));
    const told = () => lines.filter(({ stream }) => stream === 'VIEWS_orders');
    await eventually('it to be told', () => told().length >= 2);
    expect(told()).toMatchObject([{ action: 'created' }, { action: 'created' }]);
  });

  test('a stream that takes in anything but its owner’s subjects is corrected', async () => {
    await streams.add({ name: 'VIEWS_members', subjects: ['view.members.>'] });
    await streams.add({ name: 'VIEWS_orders', subjects: ['view.orders.>'], sources: [{ name: 'VIEWS_members' }] });
    await streams.add({ name: 'EVENTS_orders', subjects: ['event.orders.>', '_INBOX_members.>'], max_age: HOUR });
    await keep().kept;
    const { config } = await streams.info('EVENTS_orders');
    expect([config.subjects, config.max_age]).toEqual([['event.orders.>'], HOUR]); // limits are left alone
    await jetstream(connection).publish('view.members.MemberCard.bTE', '{}');
    const views = await streams.info('VIEWS_orders');
    expect([views.config.sources ?? [], views.config.max_msgs_per_subject, views.state.messages]).toEqual([[], 1, 0]);
    const corrected = lines.filter(({ action }) => action === 'corrected').map(({ stream }) => stream);
    expect(corrected.sort()).toEqual(['EVENTS_orders', 'VIEWS_members', 'VIEWS_orders']);
  });

  test('events and histories are limited as the operator configured it, and only they', async () => {
    await keep().kept;
    await keeper?.stop();
    const eventLimits = { maxAge: 3_600_000, maxMessages: 3 };
    await keep(server.url, { eventLimits, historyLimits: { maxBytes: 1_048_576 } }).kept;
    for (let n = 1; n <= 5; n += 1) await jetstream(connection).publish('event.orders.Order.OrderPlaced.bTE', `${n}`);
    const { config, state } = await streams.info('EVENTS_orders');
    expect([config.max_age, config.max_bytes, config.max_msgs]).toEqual([HOUR, -1, 3]);
    expect([state.messages, state.first_seq]).toEqual([3, 3]); // the oldest went
    const limitsOf = async (name: string) => {
      const { max_age, max_bytes, max_msgs } = (await streams.info(name)).config;
      return [max_age ?? 0, max_bytes, max_msgs];
    };
    expect(await limitsOf('HISTORY_orders')).toEqual([0, 1_048_576, -1]);
    expect(await limitsOf('VIEWS_orders')).toEqual([0, -1, -1]);
    await keeper?.stop();
    await keep(server.url, { eventLimits: { maxAge: 3_600_000 } }).kept; // one is taken back, the others stay with it
    expect(await limitsOf('EVENTS_orders')).toEqual([HOUR, -1, -1]);
    expect(await limitsOf('HISTORY_orders')).toEqual([0, 1_048_576, -1]);
  });

  test('what cannot be done is said once, tried again, and holds up no other unit', async () => {
    await streams.add({ name: 'ELSE', subjects: ['view.orders.Other.>'] }); // overlaps: the broker refuses the stream
    const running = keep();
    await eventually('the other unit', async () => (await namesOf(streams)).includes('EVENTS_members'));
    const refused = 'the streams cannot be kept now: trying again';
    await eventually('the refusal', () => lines.some(({ msg }) => msg === refused));
    await streams.delete('ELSE');
    await running.kept;
    expect(await namesOf(streams)).toEqual(SIX);
    expect(lines.filter(({ msg }) => msg === refused)).toHaveLength(1);
    expect(lines.at(-1)).toMatchObject({ msg: 'the streams are in order again' });
  });

  test('a broker that is away is waited for', async () => {
    const port = await freePort();
    const running = keep(`nats://127.0.0.1:${port}`);
    await eventually('it to be said', () => lines.some(({ msg }) => msg === 'waiting for NATS'));
    const late = await startNats({ port, syncInterval: '1s' });
    try {
      await running.kept;
      await running.stop();
    } finally {
      await late.stop();
    }
  });
});
