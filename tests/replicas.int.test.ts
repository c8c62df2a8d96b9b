import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import { catalog } from '@wellspring/catalog';
import { members } from '@wellspring/members';
import { orders } from '@wellspring/orders';
import { mongo } from 'mongoose';
import { toHeaders } from '../kit/src/bus/headers.ts';
import { askSubject, durableName, viewSubject, viewsStream } from '../kit/src/bus/subjects.ts';
import { databaseOf } from '../kit/src/owner/bookkeeping.ts';
import type { ReplicaReader } from '../kit/src/replica/ReplicaReader.ts';
import type { ReplicaRow } from '../kit/src/replica/ReplicaRow.ts';
import { shelf } from '../kit/src/testing/fixtures/shelf/shelf.ts';
import {
  eventually,
  startTestedUnit,
  type TestedUnit,
  type TestPlatform,
  testPlatform,
} from '../kit/src/testing/index.ts';

jest.setTimeout(20_000); // longer than `eventually` waits

const STAFF = 'staff:eva';
const usd = (amount: string) => ({ amount, currency: 'USD' });
type Reader = ReplicaReader<Record<string, unknown>>;

let platform: TestPlatform;
let late: TestedUnit; // orders, which the test of a late owner starts
let counter = 0;

beforeAll(async () => {
  platform = await testPlatform([members, catalog]);
}, 60_000);
afterAll(async () => {
  await late?.stop();
  await platform?.stop();
});

const reader = (unit: TestedUnit, name: string) =>
  (unit.running.context().replicas as unknown as Record<string, Reader>)[name] as Reader;
const replicaOf = (unit: TestedUnit, name: string) => {
  const replica = unit.running.replicas.get(name);
  if (replica === undefined) throw new Error(`${unit.running.name} has no replica ${name}`);
  return replica;
};
const rowsOf = (unit: TestedUnit, view: string) =>
  databaseOf(unit.running.connection).collection<ReplicaRow>(`replica.${view}`);
/** A metric of one view. */
const metric = async (unit: TestedUnit, name: 'misses' | 'cacheHits' | 'unreadable', view: string) =>
  (await unit.running.metrics[name].get()).values.find(({ labels }) => labels.view === view)?.value ?? 0;

async function ask(unit: TestedUnit, document: string, variables = {}, actor = STAFF) {
  const { data, errors } = await unit.query(document, variables, actor);
  expect(errors).toEqual([]);
  return data;
}
async function join(displayName: string): Promise<string> {
  counter += 1;
  const input = { displayName, handle: `member_${counter}`, email: `member_${counter}@example.org` };
  const document = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
  return (await ask(platform.unit('members'), document, { input })).joinMember.id;
}
const renameMember = (id: string, displayName: string) =>
  ask(
    platform.unit('members'),
    'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }',
    { input: { displayName } },
    id,
  );
async function addProduct(name: string, kind = 'BOOK'): Promise<string> {
  counter += 1;
  const document = 'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }';
  const input = { sku: `SKU-${counter}`, name, kind, price: usd('10.00') };
  return (await ask(platform.unit('catalog'), document, { input })).addProduct.id;
}

/** What orders answers of members, beside something of its own that cannot fail. */
const showMembers = (ids: readonly string[]) =>
  late.query(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { id displayName orders { totalCount } } } }',
    { r: ids.map((id) => ({ __typename: 'Member', id })) },
  );
const shownNames = async (ids: readonly string[]) =>
  (await showMembers(ids)).data._entities.map(({ displayName }: { displayName: string | null }) => displayName);
const toBeShown = (id: string, name: string | null) =>
  eventually(`orders to show "${name}"`, async () => (await shownNames([id]))[0] === name);

describe('rule 6: a replica is filled from what is published, whenever it starts', () => {
  test('find answers REPLICA_NOT_READY before that, and does not depend on who starts first', async () => {
    const consumer = await startTestedUnit(
      shelf({ order: { view: 'orders.OrderSummary', uses: ['status'], indexes: [['status']] } }),
      platform.servers,
    );
    try {
      await expect(reader(consumer, 'order').find({ status: 'PLACED' })).rejects.toMatchObject({
        code: 'REPLICA_NOT_READY',
        details: { view: 'orders.OrderSummary' },
      });
      late = await startTestedUnit(orders, platform.servers);
      await eventually('the owner to be found', () => replicaOf(consumer, 'order').ready);
      expect(await reader(consumer, 'order').find({ status: 'PLACED' })).toEqual([]);
    } finally {
      await consumer.stop();
    }
  });

  test('late, with other fields, or with its rows lost, it has every row without asking the owner', async () => {
    for (const name of ['Cats', 'Ants', 'Bees']) await addProduct(name);
    await addProduct('Dogs', 'COURSE');
    await platform.unit('catalog').settled();
    const product = { view: 'catalog.ProductListing', indexes: [['kind', 'name']] } as const;
    const filled = async (consumer: TestedUnit) => {
      await eventually('the replica to be filled', () => replicaOf(consumer, 'product').ready);
      const books = await reader(consumer, 'product').find({ kind: 'BOOK' }, { sort: { name: -1 }, limit: 2 });
      expect(await metric(consumer, 'misses', 'catalog.ProductListing')).toBe(0);
      return books;
    };
    let consumer = await startTestedUnit(shelf({ product: { ...product, uses: ['name', 'kind'] } }), platform.servers);
    const { database } = consumer;
    try {
      expect(await filled(consumer)).toMatchObject([{ name: 'Cats', kind: 'BOOK' }, { name: 'Bees' }]);
      await consumer.stop();
      consumer = await startTestedUnit(
        shelf({ product: { ...product, uses: ['kind', 'name', 'sku'] } }),
        platform.servers,
        {
          database,
        },
      );
      expect(await filled(consumer)).toMatchObject([
        { name: 'Cats', sku: expect.stringMatching(/^SKU-/) },
        { name: 'Bees' },
      ]);
      await rowsOf(consumer, 'catalog.ProductListing').deleteMany({});
      await consumer.stop();
      consumer = await startTestedUnit(
        shelf({ product: { ...product, uses: ['kind', 'name', 'sku'] } }),
        platform.servers,
        {
          database,
        },
      );
      expect(await filled(consumer)).toMatchObject([{ name: 'Cats' }, { name: 'Bees' }]);
      // Once filled it answers at once after a restart, also while its owner's stream is out of reach.
      await consumer.stop();
      consumer = await startTestedUnit(
        shelf({ product: { ...product, uses: ['kind', 'name', 'sku'] } }),
        platform.servers,
        {
          database,
        },
      );
      expect(replicaOf(consumer, 'product').ready).toBe(true);
    } finally {
      await consumer.stop();
    }
  });
});

describe('find', () => {
  let consumer: TestedUnit;
  beforeAll(async () => {
    const member = {
      view: 'members.MemberCard',
      uses: ['displayName', 'avatarUrl'],
      indexes: [['avatarUrl', 'displayName']],
    };
    consumer = await startTestedUnit(shelf({ member } as never), platform.servers);
    await eventually('the replica to be filled', () => replicaOf(consumer, 'member').ready);
  });
  afterAll(() => consumer?.stop());

  test('without a declared index is BAD_INPUT, and so is a limit beyond 1 to 1,000', async () => {
    const { find } = reader(consumer, 'member');
    await expect(find({ displayName: 'x' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(find({ avatarUrl: null }, { limit: 1_001 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'find on members.MemberCard: expected a limit of 1 to 1000, got 1001.',
    });
  });

  test('rule 7: does not see tombstones, not even by what they have not', async () => {
    const [stays, leaves] = [await join('A stays'), await join('A leaves')];
    await ask(platform.unit('members'), 'mutation { leave }', {}, leaves);
    await eventually('the tombstone', () =>
      rowsOf(consumer, 'members.MemberCard').findOne({ _id: leaves as never, gone: true }),
    );
    await eventually('the other row', () => rowsOf(consumer, 'members.MemberCard').findOne({ _id: stays as never }));
    const found = await reader(consumer, 'member').find({ avatarUrl: null });
    expect(found.map(({ id }) => id)).toContain(stays);
    expect(found.map(({ id }) => id)).not.toContain(leaves);
    // Nor do they take the place of what is found.
    expect(
      await reader(consumer, 'member').find({ avatarUrl: null }, { sort: { displayName: 1 }, limit: 1 }),
    ).toHaveLength(1);
    expect(await reader(consumer, 'member').load(leaves)).toBeNull();
  });

  test('rule 3: in one request, a load after a find does not answer from before it', async () => {
    const id = await join('Before');
    const one = reader(consumer, 'member');
    expect(await one.load(id)).toMatchObject({ displayName: 'Before' });
    await renameMember(id, 'After');
    const found = await eventually('the change', async () =>
      (await one.find({ avatarUrl: null })).find((row) => row.id === id && row.displayName === 'After'),
    );
    expect(await one.load(id)).toEqual(found);
  });
});

describe('rule 5: need to know', () => {
  test('only the declared fields are stored', async () => {
    const id = await addProduct('Known');
    await eventually('the row', () => rowsOf(late, 'catalog.ProductListing').findOne({ _id: id as never }));
    expect(await rowsOf(late, 'catalog.ProductListing').findOne({ _id: id as never })).toEqual({
      _id: id,
      epoch: 1,
      rev: 1,
      at: expect.any(Date),
      shape: expect.any(String),
      data: { id, name: 'Known', price: usd('10.00'), active: true },
    });
  });
});

describe('load', () => {
  test('PROTOCOL "Asking the owner": what is missing of a batch is read once and asked for once', async () => {
    const ids = [await join('One'), await join('Two'), await join('Three')];
    await toBeShown(ids[0] ?? '', 'One');
    await eventually(
      'all rows',
      async () => (await rowsOf(late, 'members.MemberCard').countDocuments({ _id: { $in: ids as never } })) === 3,
    );
    await rowsOf(late, 'members.MemberCard').deleteMany({ _id: { $in: ids.slice(1) as never } });
    const asked = overhear(askSubject('members', 'MemberCard'));
    await asked.listening;
    const find = jest.spyOn(mongo.Collection.prototype, 'find');
    try {
      const { load } = reader(late, 'member');
      const loaded = await Promise.all([...ids, ids[1] ?? '', 'nobody'].map((id) => load(id)));
      expect(loaded.map((row) => row?.displayName ?? null)).toEqual(['One', 'Two', 'Three', 'Two', null]);
      const reads = find.mock.contexts.filter(
        (collection) => (collection as mongo.Collection).collectionName === 'replica.members.MemberCard',
      );
      expect(reads).toHaveLength(2); // the batch, and what the owner answered
      expect(await asked.heard()).toEqual([{ ids: [ids[1], ids[2], 'nobody'] }]);
    } finally {
      find.mockRestore();
      asked.end();
    }
  });

  test('an id that its owner does not know is null, and is not asked for again', async () => {
    const asked = overhear(askSubject('members', 'MemberCard'));
    await asked.listening;
    expect(await shownNames(['never-was'])).toEqual([null]);
    expect(await shownNames(['never-was'])).toEqual([null]);
    expect(await asked.heard()).toEqual([{ ids: ['never-was'] }]);
    asked.end();
  });

  test('more ids than one ask may hold are asked for in several', async () => {
    const asked = overhear(askSubject('members', 'MemberCard'));
    await asked.listening;
    const ids = Array.from({ length: 450 }, (_, index) => `none-${index}`);
    expect(await reader(late, 'member').loadMany(ids)).toEqual(ids.map(() => null));
    expect((await asked.heard()).map((request) => request.ids.length)).toEqual([200, 200, 50]);
    asked.end();
  });

  test('rule 7: what its owner deleted is null', async () => {
    const id = await join('Leaving');
    await toBeShown(id, 'Leaving');
    await ask(platform.unit('members'), 'mutation { leave }', {}, id);
    await toBeShown(id, null);
    expect((await showMembers([id])).errors).toEqual([]);
  });
});

describe('rule 3: every process of a unit hears what one of them wrote', () => {
  test('neither goes on serving what it had cached', async () => {
    const id = await join('First name');
    const other = await startTestedUnit(orders, platform.servers, { database: late.database });
    try {
      const names = async () => [
        (await reader(late, 'member').load(id))?.displayName,
        (await reader(other, 'member').load(id))?.displayName,
      ];
      await eventually('both to have it cached', async () => {
        const [before, otherBefore] = [
          await metric(late, 'cacheHits', 'members.MemberCard'),
          await metric(other, 'cacheHits', 'members.MemberCard'),
        ];
        expect(await names()).toEqual(['First name', 'First name']);
        return (
          (await metric(late, 'cacheHits', 'members.MemberCard')) > before &&
          (await metric(other, 'cacheHits', 'members.MemberCard')) > otherBefore
        );
      });
      await renameMember(id, 'Second name');
      await eventually('both to show the change', async () => (await names()).every((name) => name === 'Second name'));
    } finally {
      await other.stop();
    }
  });
});

describe('PROTOCOL "Consuming"', () => {
  test('messages that do not keep to the protocol are skipped and counted, and hold nobody up', async () => {
    const id = await join('Well-formed');
    await toBeShown(id, 'Well-formed');
    const before = await metric(late, 'unreadable', 'members.MemberCard');
    const client = jetstream(platform.unit('members').running.bus.connection);
    const facts = {
      messageId: 'x',
      unit: 'members',
      type: 'view.members.MemberCard',
      id: 'bad',
      at: new Date(),
      epoch: 1,
      rev: 1,
    };
    const publish = (subjectId: string, payload: string, all = toHeaders({ ...facts, id: subjectId })) =>
      client.publish(viewSubject('members', 'MemberCard', subjectId), payload, { headers: all });
    await publish('bad-1', '{"id":"bad-1"}', headers());
    await publish('bad-2', '{"id":');
    await publish('bad-3', 'null');
    await publish('bad-4', '{"id":"another"}');
    await publish('bad-5', '{"id":"bad-6"}', toHeaders({ ...facts, id: 'bad-6' }));
    // As the broker delivers to wherever the reply subject of a pull points: genuine messages, but of another view, or of an event.
    const contact = { ...facts, type: 'view.members.MemberContact', id: 'bad-7' };
    await publish('bad-7', '{"id":"bad-7","displayName":"a contact"}', toHeaders(contact));
    await publish('bad-8', '{"id":"bad-8"}', toHeaders({ ...facts, type: 'event.members.MemberJoined', id: 'bad-8' }));
    await renameMember(id, 'Still going');
    await toBeShown(id, 'Still going');
    expect((await metric(late, 'unreadable', 'members.MemberCard')) - before).toBe(7);
    expect(await rowsOf(late, 'members.MemberCard').countDocuments({ _id: { $regex: '^bad-' } as never })).toBe(0);
    await eventually('nothing to be pending', async () => {
      const { manager } = late.running.bus;
      const { num_pending, num_ack_pending } = await manager.consumers.info(
        viewsStream('members'),
        durableName('orders', 'MemberCard'),
      );
      return num_pending + num_ack_pending === 0;
    });
  });

  test('a durable consumer that was deleted behind its back comes back, and nothing was missed', async () => {
    const id = await join('Here');
    await toBeShown(id, 'Here');
    await late.running.bus.manager.consumers.delete(viewsStream('members'), durableName('orders', 'MemberCard'));
    await renameMember(id, 'Here again');
    await toBeShown(id, 'Here again');
  });
});

describe('rule 8: every answer that used a replica says how fresh it was', () => {
  const asOf = async () => {
    const { extensions } = await showMembers(['anybody']);
    return extensions.replicas?.find(({ view }) => view === 'members.MemberCard');
  };

  test('PROTOCOL "Watermark": as of a moment ago while the owner runs; from its halt on, no later', async () => {
    await eventually('a watermark', async () => ((await asOf())?.lagMs ?? Number.POSITIVE_INFINITY) < 2_000);
    const before = new Date((await asOf())?.asOf ?? 0);
    await eventually('the next watermark', async () => new Date((await asOf())?.asOf ?? 0) > before);
    await platform.halt('members');
    try {
      const last = await asOf();
      const later = await eventually('the copy to grow older', async () => {
        const now = await asOf();
        return (now?.lagMs ?? 0) > (last?.lagMs ?? 0) + 1_500 ? now : undefined;
      });
      expect(later.asOf).toBe(last?.asOf);
    } finally {
      await platform.resume('members');
    }
    await eventually('it to go on', async () => ((await asOf())?.lagMs ?? Number.POSITIVE_INFINITY) < 2_000);
  });

  test('an answer that used none says nothing', async () => {
    expect((await late.query('{ orders { totalCount } }')).extensions.replicas).toBeUndefined();
  });
});

describe('rule 9: with its owner down', () => {
  let id: string;
  beforeAll(async () => {
    id = await join('Copied');
    await toBeShown(id, 'Copied');
    await platform.halt('members');
  });
  afterAll(async () => {
    await platform.resume('members');
  });

  test('what is copied is answered in full', async () => {
    const { data, errors } = await showMembers([id]);
    expect(errors).toEqual([]);
    expect(data._entities).toEqual([{ id, displayName: 'Copied', orders: { totalCount: 0 } }]);
  });

  test('what is not is null and REPLICA_UNAVAILABLE, at once, on that field alone', async () => {
    await showMembers([id, 'not-copied-0']); // whatever is done once is done
    const began = performance.now();
    const { data, errors } = await showMembers([id, 'not-copied']);
    expect(performance.now() - began).toBeLessThan(300);
    expect(data._entities).toEqual([
      { id, displayName: 'Copied', orders: { totalCount: 0 } },
      { id: 'not-copied', displayName: null, orders: { totalCount: 0 } },
    ]);
    expect(errors).toEqual([
      {
        message: 'members.MemberCard "not-copied" is not copied here yet, and its owner is not there to be asked.',
        path: ['_entities', 1, 'displayName'],
        locations: expect.any(Array),
        extensions: { code: 'REPLICA_UNAVAILABLE', view: 'members.MemberCard', id: 'not-copied' },
      },
    ]);
  });

  test('the unit stays ready', async () => {
    expect((await fetch(`${late.running.url}/readyz`)).status).toBe(200);
  });
});

describe('rule 3: in doubt the cache is emptied and bypassed', () => {
  test('while NATS is away and right after it is back, loads read the database; what was missed arrives', async () => {
    const id = await join('Cached');
    await toBeShown(id, 'Cached');
    const name = async () => (await reader(late, 'member').load(id))?.displayName;
    const hits = () => metric(late, 'cacheHits', 'members.MemberCard');
    /** What another process would write: this one is told nothing of it. */
    const writtenElsewhere = (rev: number, displayName: string) =>
      rowsOf(late, 'members.MemberCard').updateOne({ _id: id as never }, { $set: { rev, data: { id, displayName } } });

    await eventually('the row to be cached', async () => {
      const before = await hits();
      return (await name()) === 'Cached' && (await hits()) > before;
    });
    await writtenElsewhere(2, 'Not announced');
    expect(await name()).toBe('Cached'); // it truly comes from the cache

    await platform.servers.nats.kill();
    await eventually('the loss to be noticed', () => late.running.bus.state === 'disconnected');
    const before = await hits();
    expect(await name()).toBe('Not announced');
    await writtenElsewhere(3, 'Written while away');
    expect(await name()).toBe('Written while away');
    expect(await hits()).toBe(before);
    expect((await showMembers(['unheard-of'])).errors[0]).toMatchObject({
      extensions: { code: 'REPLICA_UNAVAILABLE' },
    });

    await platform.servers.nats.restart();
    await eventually(
      'both to be connected',
      () => late.running.bus.connected && platform.unit('members').running.bus.connected,
    );
    expect(await name()).toBe('Written while away');
    await eventually('the cache to be used again', async () => {
      const now = await hits();
      return (await name()) === 'Written while away' && (await hits()) > now;
    });
    for (let change = 1; change <= 3; change += 1) await renameMember(id, `Change ${change}`);
    await toBeShown(id, 'Change 3');
  });
});

/** Listens to asks without answering. */
function overhear(subject: string) {
  const heard: { ids: string[] }[] = [];
  const { connection } = platform.unit('catalog').running.bus;
  const subscription = connection.subscribe(subject, {
    callback: (_error, message) => {
      heard.push(message.json());
    },
  });
  return {
    listening: connection.flush(),
    heard: async () => {
      await connection.flush();
      return heard;
    },
    end: () => subscription.unsubscribe(),
  };
}
