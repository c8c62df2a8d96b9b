import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Bus } from '../bus/Bus.ts';
import { type NatsServer, startNats } from '../embedded/index.ts';
import { OwnerAsker } from '../replica/OwnerAsker.ts';
import { eventually } from '../testing/index.ts';
import { AskResponder } from './AskResponder.ts';
import type { OwnedEntity, StampedDocument } from './OwnedEntity.ts';

const log = pino({ level: 'silent' });
let server: NatsServer;
let owner: Bus;
let consumer: Bus;

beforeAll(async () => {
  server = await startNats();
  owner = new Bus({ unit: 'members', url: server.url, log });
  consumer = new Bus({ unit: 'orders', url: server.url, log });
  for (const bus of [owner, consumer]) {
    bus.start();
    await bus.ready;
  }
}, 60_000);
afterAll(async () => {
  await Promise.all([owner?.stop(), consumer?.stop()]);
  await server?.stop();
});

test('PROTOCOL "Asking the owner": a rush is answered a few at once, some wait, and the rest is told to come again; all are answered', async () => {
  const gate = Promise.withResolvers<void>();
  let underWay = 0;
  let most = 0;
  // A database that answers when it is let to.
  const collection = {
    find: ({ _id: { $in: ids } }: { _id: { $in: string[] } }) => ({
      toArray: async (): Promise<StampedDocument[]> => {
        underWay += 1;
        most = Math.max(most, underWay);
        await gate.promise;
        underWay -= 1;
        return ids.map((_id) => ({ _id, _stamp: { rev: 1, epoch: 1, at: new Date(), live: true as const } }));
      },
    }),
  };
  const entity = { type: 'Member', collection, views: [{ name: 'Card', entity: 'Member', selection: '{ id }' }] };
  const resolve = async (_view: unknown, documents: readonly StampedDocument[]) =>
    documents.map(({ _id }) => ({ id: _id }));
  const capacity = { concurrency: 2, waiting: 3 };
  new AskResponder(owner, [entity as unknown as OwnedEntity], resolve as never, log, capacity).start();
  await owner.connection.flush();

  let refused = 0;
  consumer.connection.subscribe('_INBOX_orders.>', {
    callback: (_error, message) => {
      if (message.string().includes('OWNER_BUSY')) refused += 1;
    },
  });
  await consumer.connection.flush();
  const asker = new OwnerAsker(consumer, 'members.Card', log, { deadline: 20_000 });
  const ids = Array.from({ length: 12 }, (_, index) => `m${index}`);
  const asked = ids.map((id) => asker.ask([id]));
  await eventually('the rest to be told to come again', () => refused >= 7);
  expect(most).toBe(2);
  gate.resolve();
  const answers = await Promise.all(asked);
  expect(answers.map((answer, index) => answer.get(ids[index] ?? ''))).toMatchObject(
    ids.map((id) => ({ data: { id } })),
  );
  expect(most).toBe(2);
});

test('PROTOCOL "Asking the owner": an ask whose taker ended is answered by another process of the owner', async () => {
  let taken = 0;
  // Takes the first ask, as a process does that ends before it answers.
  const ended = owner.subscribe(
    'ask.members.Badge',
    () => {
      taken += 1;
    },
    'owner',
  );
  await owner.connection.flush();
  const asker = new OwnerAsker(consumer, 'members.Badge', log, { deadline: 4_000 });
  const asked = asker.ask(['m1']);
  await eventually('the ask to be taken', () => taken === 1);
  ended.unsubscribe();
  const documents = [{ _id: 'm1', _stamp: { rev: 1, epoch: 1, at: new Date(), live: true as const } }];
  const collection = { find: () => ({ toArray: async () => documents }) };
  const entity = { type: 'Member', collection, views: [{ name: 'Badge', entity: 'Member', selection: '{ id }' }] };
  const resolve = async () => documents.map(({ _id }) => ({ id: _id }));
  new AskResponder(owner, [entity as unknown as OwnedEntity], resolve as never, log).start();
  expect((await asked).get('m1')).toMatchObject({ data: { id: 'm1' } });
});
