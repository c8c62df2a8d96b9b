import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { type NatsServer, startNats } from '@wellspring/kit/embedded';
import { eventually } from '@wellspring/kit/testing';
import { fromHeaders, toHeaders } from '../../../kit/src/bus/headers.ts';
import { isRefusal } from '../../../kit/src/bus/isRefusal.ts';
import { ensureOwnerStreams } from '../../../kit/src/bus/ownerStreams.ts';
import { answerSubject } from '../../../kit/src/bus/subjects.ts';
import { natsPermissions } from './natsPermissions.ts';

/** DESIGN.md, rules 4 and 5, against the real broker. */
const units = [
  { name: 'members', copies: [] },
  { name: 'catalog', copies: [] },
  { name: 'orders', copies: ['members.MemberCard'] },
];
const passwords = {
  NATS_PASSWORD_MEMBERS: 'members-secret',
  NATS_PASSWORD_CATALOG: 'catalog-secret',
  NATS_PASSWORD_ORDERS: 'orders-secret',
  NATS_PASSWORD_OPERATOR: 'operator-secret',
};
const createSubject = '$JS.API.CONSUMER.CREATE.VIEWS_members';
const oneFilter = {
  durable_name: 'orders-MemberCard',
  filter_subject: 'view.members.MemberCard.*',
  ack_policy: AckPolicy.Explicit,
  deliver_policy: DeliverPolicy.LastPerSubject,
};

let server: NatsServer;
const connections = new Map<string, NatsConnection>();

beforeAll(async () => {
  server = await startNats({
    authorization: natsPermissions(units),
    env: { ...process.env, NATS_URL: '', ...passwords },
  });
  for (const user of ['members', 'catalog', 'orders', 'operator']) {
    connections.set(user, await connectAs(user));
  }
  const manager = await managerOf('operator');
  for (const { name } of units) await ensureOwnerStreams(manager, name);
  const client = jetstream(as('members'));
  await client.publish('view.members.MemberCard.bTE', '{"id":"m1"}');
  await client.publish('view.members.MemberContact.bTE', '{"id":"m1","email":"m1@example.org"}');
  await client.publish('event.members.Member.MemberJoined.bTE', '{"country":null}');
}, 30_000);

afterAll(async () => {
  for (const connection of connections.values()) await connection.close();
  await server?.stop();
}, 30_000);

function connectAs(user: string): Promise<NatsConnection> {
  const inboxPrefix = user === 'operator' ? '_INBOX' : `_INBOX_${user}`;
  return connect({ servers: server.url, user, pass: `${user}-secret`, inboxPrefix, reconnect: false });
}

function as(user: string): NatsConnection {
  const connection = connections.get(user);
  if (connection === undefined) throw new Error(`${user} is not connected`);
  return connection;
}

const managerOf = (user: string) => jetstreamManager(as(user), { checkAPI: false, timeout: 2_000 });

/** The broker's complaint about what `act` does, or `allowed`. */
async function verdict(connection: NatsConnection, act: (connection: NatsConnection) => void): Promise<string> {
  const status = connection.status();
  const complaint = (async () => {
    for await (const event of status) if (event.type === 'error') return event.error.message;
    return 'closed';
  })();
  act(connection);
  // The broker handles a connection's commands in order: a complaint comes before the answer to the flush.
  await connection.flush();
  const answer = await Promise.race([
    complaint,
    new Promise<string>((resolve) => setImmediate(() => resolve('allowed'))),
  ]);
  (status as unknown as { stop?(): void }).stop?.();
  return answer;
}

const publishing = (user: string, subject: string, payload = '') =>
  verdict(as(user), (connection) => connection.publish(subject, payload, { reply: `_INBOX_${user}.nobody` }));
const subscribing = (user: string, subject: string, queue?: string) =>
  verdict(as(user), (connection) => void connection.subscribe(subject, queue === undefined ? {} : { queue }));

describe('rule 5, need to know: orders copies members.MemberCard', () => {
  test('it creates its one consumer, reads, acknowledges, and sees nothing but that view', async () => {
    const manager = await managerOf('orders');
    await manager.consumers.add('VIEWS_members', oneFilter);
    const consumer = await jetstream(as('orders')).consumers.get('VIEWS_members', 'orders-MemberCard');
    const message = await consumer.next({ expires: 5_000 });

    expect(message?.subject).toBe('view.members.MemberCard.bTE');
    expect(await message?.ackAck()).toBe(true);
    expect((await consumer.info()).num_pending).toBe(0);
    expect(await manager.consumers.delete('VIEWS_members', 'orders-MemberCard')).toBe(true);
  });

  test.each([
    ['without a filter', `${createSubject}.orders-MemberCard`],
    ['without a name', createSubject],
    ['with another filter', `${createSubject}.orders-MemberCard.view.members.MemberContact.*`],
    ['with a filter over all views', `${createSubject}.orders-MemberCard.view.members.>`],
    ['with a filter over one id of all views', `${createSubject}.orders-MemberCard.view.members.*.bTE`],
    ["under another unit's name", `${createSubject}.catalog-MemberCard.view.members.MemberCard.*`],
    ['in the old way of durables', '$JS.API.CONSUMER.DURABLE.CREATE.VIEWS_members.orders-MemberCard'],
    ["on the owner's events", '$JS.API.CONSUMER.CREATE.EVENTS_members.orders-MemberCard.event.members.>'],
  ])('it may not create a consumer %s', async (_, subject) => {
    expect(await publishing('orders', subject)).toMatch(/permissions violation/i);
  });

  test('it may not create a consumer with several filters', async () => {
    const manager = await managerOf('orders');
    const { filter_subject: one, ...config } = oneFilter;
    const several = { ...config, filter_subjects: [one, 'view.members.MemberContact.*'] };

    await expect(manager.consumers.add('VIEWS_members', several)).rejects.toThrow(/permissions violation/i);
  });

  test('it may not smuggle another filter in through the body of the allowed subject', async () => {
    const subject = `${createSubject}.orders-MemberCard.view.members.MemberCard.*`;
    for (const filter of [{ filter_subject: 'view.members.>' }, { filter_subjects: ['view.members.>'] }, {}]) {
      const config = { durable_name: 'orders-MemberCard', ack_policy: 'explicit', ...filter };
      const reply = await as('orders').request(subject, JSON.stringify({ stream_name: 'VIEWS_members', config }));
      expect(reply.json()).toHaveProperty('error');
    }
    await expect((await managerOf('operator')).consumers.info('VIEWS_members', 'orders-MemberCard')).rejects.toThrow();
  });

  test.each([
    ['read a message of the stream', '$JS.API.STREAM.MSG.GET.VIEWS_members'],
    ['read a message directly', '$JS.API.DIRECT.GET.VIEWS_members'],
    ['read a last message directly', '$JS.API.DIRECT.GET.VIEWS_members.view.members.MemberContact.bTE'],
    ["pull from another unit's consumer", '$JS.API.CONSUMER.MSG.NEXT.VIEWS_members.catalog-MemberCard'],
    ['purge the stream', '$JS.API.STREAM.PURGE.VIEWS_members'],
    ["purge the owner's events", '$JS.API.STREAM.PURGE.EVENTS_members'],
    ["purge the owner's history", '$JS.API.STREAM.PURGE.HISTORY_members'],
    ['purge its own views, whose last messages others start from', '$JS.API.STREAM.PURGE.VIEWS_orders'],
    ['delete the stream', '$JS.API.STREAM.DELETE.VIEWS_members'],
    ['ask for a view it does not copy', 'ask.members.MemberContact'],
    ['ask for digests of a view it does not copy', 'digest.members.MemberContact'],
    ['have another unit compare its copies', 'reconcile.members'],
  ])('it may not %s', async (_, subject) => {
    expect(await publishing('orders', subject)).toMatch(/permissions violation/i);
  });

  test.each([
    ["another unit's inbox", '_INBOX_members.>'],
    ['the default inbox', '_INBOX.>'],
    ["another unit's announcements", 'announce.members.>'],
    ['views as they are published', 'view.members.>'],
    ["another unit's questions", 'ask.members.>'],
    ["another unit's comparisons", 'digest.members.>'],
    ['everything', '>'],
  ])('it may not listen to %s', async (_, subject) => {
    expect(await subscribing('orders', subject)).toMatch(/permissions violation/i);
  });
});

describe('rules 4 and 5: streams are what the operator made them', () => {
  test.each([
    ['with the views of another unit as its source', { sources: [{ name: 'VIEWS_members' }] }],
    ["as a mirror of another unit's", { mirror: { name: 'VIEWS_members' } }],
    ["over another unit's inbox", { subjects: ['_INBOX_members.>'] }],
    ["over another unit's subjects", { subjects: ['view.members.>'] }],
    ['that publishes again elsewhere', { republish: { src: '>', dest: 'view.members.MemberCard.bTE' } }],
    ['as it is', { subjects: ['view.orders.>'] }],
  ])('orders may neither create nor update its own stream %s', async (_, config) => {
    const streams = (await managerOf('orders')).streams;
    const before = (await streams.info('VIEWS_orders')).config;
    const asked = performance.now();
    for (const operation of ['CREATE', 'UPDATE']) {
      const body = JSON.stringify({ name: 'VIEWS_orders', ...config });
      const answer = await as('orders')
        .request(`$JS.API.STREAM.${operation}.VIEWS_orders`, body, { timeout: 5_000 })
        .catch((error: unknown) => error);
      expect(isRefusal(answer)).toBe(true);
    }
    // Refused at once, not by running out of time.
    expect(performance.now() - asked).toBeLessThan(4_000);
    expect((await streams.info('VIEWS_orders')).config).toEqual(before);
  });

  test.each(['VIEWS_catalog', 'EVENTS_members', 'MINE'])('orders may not create %s', async (name) => {
    const added = (await managerOf('orders')).streams.add({ name, subjects: ['mine.>'] });
    expect(isRefusal(await added.catch((error: unknown) => error))).toBe(true);
  });
});

describe('rule 4, golden source: only the owner publishes', () => {
  test.each([
    'view.members.MemberCard.bTE',
    'event.members.Member.MemberErased.bTE',
    'watermark.members',
    'doorbell.members',
    'announce.members.MemberCard',
  ])('orders may not publish %s', async (subject) => {
    expect(await publishing('orders', subject)).toMatch(/permissions violation/i);
  });

  test("what a pull's reply subject sends into another unit's stream is no message of that unit", async () => {
    const [own, foreign] = ['view.members.MemberCard.bTQ', 'view.catalog.ProductListing.bTQ'];
    const type = 'view.members.MemberCard';
    const facts = { messageId: 'm4', unit: 'members', type, id: 'm4', at: new Date(), epoch: 1, rev: 1 };
    await jetstream(as('members')).publish(own, '{"id":"m4"}', { headers: toHeaders(facts) });
    await (await managerOf('orders')).consumers.add('VIEWS_members', oneFilter);
    const { streams } = await managerOf('operator');
    // The broker checks no right to the reply subject, and delivers there itself: first one, then the other stored message.
    const pull = `$JS.API.CONSUMER.MSG.NEXT.VIEWS_members.${oneFilter.durable_name}`;
    expect(await verdict(as('orders'), (orders) => orders.publish(pull, '2', { reply: foreign }))).toBe('allowed');
    const stray = await eventually('the stray', () => streams.getMessage('VIEWS_catalog', { seq: 2 }));
    await (await managerOf('orders')).consumers.delete('VIEWS_members', oneFilter.durable_name);

    expect(fromHeaders(stray.header, type, own)).toMatchObject({ id: 'm4', rev: 1 });
    for (const subject of [foreign, stray.subject]) {
      expect(fromHeaders(stray.header, 'view.catalog.ProductListing', subject)).toBeNull();
    }
  });

  test.each(['announce.catalog.X', '_INBOX_catalog.x', 'view.catalog.ProductListing.bTE'])(
    'a unit may not have its messages traced to %s',
    async (destination) => {
      const traced = headers();
      traced.set('Nats-Trace-Dest', destination);
      const told = await verdict(as('orders'), (orders) => orders.publish('doorbell.orders', '', { headers: traced }));
      expect(told).toMatch(/permissions violation/i);
    },
  );

  test('an owner purges events of its own, to erase a person, and nothing by that of anybody else', async () => {
    const { streams } = await managerOf('orders');
    await jetstream(as('orders')).publish('event.orders.Order.OrderPlaced.bzE', '{}');
    expect(await streams.purge('EVENTS_orders', { filter: 'event.orders.*.*.bzE' })).toMatchObject({ purged: 1 });
    // The body of a purge names a subject, and the stream is the request's own.
    expect(await streams.purge('EVENTS_orders', { filter: 'event.members.>' })).toMatchObject({ purged: 0 });
    expect((await (await managerOf('operator')).streams.info('EVENTS_members')).state.messages).toBe(1);
  });

  test("a unit's own subjects are its to publish and to hear", async () => {
    for (const subject of ['doorbell.orders', 'watermark.orders', 'announce.orders.MemberCard']) {
      expect(await publishing('orders', subject)).toBe('allowed');
    }
    for (const subject of ['doorbell.orders', 'watermark.members', 'announce.orders.>']) {
      expect(await subscribing('orders', subject)).toBe('allowed');
    }
  });

  test('the owner answers what it is asked, in its queue group only', async () => {
    expect(await subscribing('members', 'ask.members.MemberCard')).toMatch(/permissions violation/i);
    as('members').subscribe('ask.members.MemberCard', {
      queue: 'owner',
      callback: (_, message) => void message.respond('rows'),
    });
    await as('members').flush();
    const asked = as('orders').request('ask.members.MemberCard', '{"ids":["m1"]}', {
      noMux: true,
      reply: answerSubject('orders', 'members', 'x1'),
      timeout: 5_000,
    });
    expect((await asked).string()).toBe('rows');
  });

  test.each([
    ["the rest of a consumer's inbox", '_INBOX_orders.x'],
    ["another owner's answers", '_INBOX_orders.answer.catalog.x'],
    ['the inbox of a unit that copies nothing from it', '_INBOX_catalog.answer.members.x'],
    ['its own inbox', '_INBOX_members.x'],
    ["the operator's inbox", '_INBOX_operator.x'],
    ["another unit's announcements", 'announce.orders.MemberCard'],
    ["another unit's doorbell", 'doorbell.orders'],
    ['a stream of another unit', 'view.orders.OrderSummary.bTE'],
    ['acknowledgements of another unit', '$JS.ACK.VIEWS_members.orders-MemberCard.1.1.1.1.1'],
  ])('an owner may not publish to %s', async (_, subject) => {
    expect(await publishing('members', subject)).toMatch(/permissions violation/i);
  });

  test.each([
    ['its own doorbell', 'doorbell.orders'],
    ['its own announcements', 'announce.orders.MemberCard'],
  ])('a unit gains no right by the reply subject of what it sends itself over %s', async (_, own) => {
    const wanted = [
      'view.members.MemberCard.bTE',
      '_INBOX_members.x',
      'announce.members.X',
      '$JS.API.STREAM.CREATE.MINE',
    ];
    // On a connection of its own: the broker remembers what it refused on one.
    const fresh = await connectAs('orders');
    try {
      for (const reply of wanted) {
        const heard = Promise.withResolvers<string | undefined>();
        fresh.subscribe(own, { max: 1, callback: (_, message) => heard.resolve(message.reply) });
        await fresh.flush();
        fresh.publish(own, '', { reply });
        expect(await heard.promise).toBe(reply);
        expect(await verdict(fresh, (connection) => connection.publish(reply))).toMatch(/permissions violation/i);
      }
    } finally {
      await fresh.close();
    }
  });

  test('the operator may look at every stream', async () => {
    const manager = await managerOf('operator');
    const stored = await manager.streams.getMessage('VIEWS_members', {
      last_by_subj: 'view.members.MemberContact.bTE',
    });
    expect(stored?.json()).toEqual({ id: 'm1', email: 'm1@example.org' });
  });
});
