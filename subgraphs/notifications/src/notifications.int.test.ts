import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  type EventTeller,
  eventTeller,
  eventually,
  startTestedUnit,
  startTestServers,
  type TestedUnit,
  type TestServers,
} from '@wellspring/kit/testing';
import { type MailServer, startMailServer } from './email/testing/startMailServer.ts';
import type { NotificationDocument } from './notification/NotificationDocument.ts';
import { createNotifications } from './unit.ts';

jest.setTimeout(60_000);

const SUBJECT =
  'subject { __typename ... on Post { id excerpt } ... on Comment { id } ... on Order { id } ... on Payment { id } ... on Member { id } }';
const NOTIFICATION = `id kind title body createdAt readAt email actor { id displayName } ${SUBJECT}`;
const MINE = `query ($first: Int, $after: String, $unreadOnly: Boolean) {
  unreadNotifications
  myNotifications(first: $first, after: $after, unreadOnly: $unreadOnly) { edges { node { ${NOTIFICATION} } } pageInfo { hasNextPage endCursor } totalCount }
}`;
const ONE = 'query ($id: ID!) { notification(id: $id) { id title } }';
const REFERENCE = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Notification { id title } } }';
const READ = 'mutation ($id: ID!) { markNotificationRead(id: $id) { id readAt } }';
const READ_ALL = 'mutation { markAllNotificationsRead }';
const FOLLOWERS = 230; // three batches

let servers: TestServers;
let mail: MailServer;
let unit: TestedUnit;
let tellers: Record<'members' | 'community' | 'orders' | 'payments', EventTeller>;
/** How far the unit's clock is ahead, in ms. */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const pass = (ms: number) => {
  ahead += ms;
};

const contact = (id: string) => ({ id, displayName: `Name of ${id}`, email: `${id}@example.org` });
const crowd = Array.from({ length: FOLLOWERS }, (_, i) => `fan${String(i).padStart(3, '0')}`);
const busy = Array.from({ length: 12 }, (_, i) => `busy${i}`);
const edge = (follower: string, followed: string, since = '2026-01-01T00:00:00.000Z') => ({
  id: `${follower}-${followed}`,
  follower: { id: follower },
  followed: { id: followed },
  since,
});
const access = (id: string, plan: string, paidUntil: string | null) => ({ id, subscription: { plan, paidUntil } });
const DAY = 24 * 3_600_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const ENDS = inDays(2);

beforeAll(async () => {
  servers = await startTestServers();
  const [members, community, orders, payments] = await Promise.all(
    (['members', 'community', 'orders', 'payments'] as const).map((name) => eventTeller(name, servers)),
  );
  tellers = { members, community, orders, payments } as typeof tellers;
  mail = await startMailServer();
  const from = { name: 'Wellspring', address: 'notifications@wellspring.example' };
  const people = ['ada', 'bob', 'cleo', 'dan', 'eve', 'fay', 'gil', 'hal', 'ida', 'jon', 'kim', 'star', 'solo', 'late'];
  const silent = { channels: ['INBOX'], topics: [] };
  unit = await startTestedUnit(createNotifications({ smtp: { url: mail.url, from } }), servers, {
    clock,
    schedule: { pollInterval: 50 },
    replicas: {
      contact: [...people, ...busy, ...crowd].map(contact).concat([{ ...contact('mute'), email: null as never }]),
      preferences: [
        { id: 'dan', ...silent },
        { id: 'eve', channels: ['EMAIL'], topics: ['ORDERS', 'POSTS'] },
        { id: 'ada', channels: ['INBOX', 'EMAIL'], topics: ['ORDERS', 'PAYMENTS'] },
        ...['fay', 'solo', 'star', ...crowd].map((id) => ({ id, channels: ['INBOX'], topics: ['POSTS', 'ORDERS'] })),
      ],
      follow: [
        ...crowd.map((fan) => edge(fan, 'star')),
        edge('dan', 'star'),
        edge('eve', 'star'),
        edge('star', 'star'),
        edge('late', 'star', inDays(1)),
        edge('solo', 'gil'),
        edge('solo', 'fay'),
      ],
      access: [access('hal', 'PREMIUM', ENDS), access('ida', 'STANDARD', inDays(6)), access('jon', 'FREE', null)],
    },
  });
  await eventually('the copies to be complete', async () => {
    await complete();
    return ['follow', 'access'].every((name) => unit.running.replicas.get(name)?.ready);
  });
}, 60_000);
afterAll(async () => {
  await unit?.stop();
  await mail?.stop();
  for (const teller of Object.values(tellers ?? {})) await teller.stop();
  await servers?.stop();
});

const complete = async () => {
  await tellers.community.complete(['FollowEdge']);
  await tellers.members.complete(['MemberAccess']);
};

async function ask(document: string, variables = {}, actor?: string) {
  const { data, errors } = await unit.query(document, variables, actor);
  expect(errors).toEqual([]);
  return data;
}
async function refusal(document: string, variables = {}, actor?: string) {
  const { errors } = await unit.query(document, variables, actor);
  expect(errors).toHaveLength(1);
  return errors[0]?.extensions.code;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
const inboxOf = async (actor: string, variables = {}): Promise<any[]> =>
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
  (await ask(MINE, variables, actor)).myNotifications.edges.map(({ node }: any) => node);
/** The inbox once it holds so many. */
const inbox = (actor: string, count: number) =>
  eventually(
    `${count} in the inbox of ${actor}`,
    async () => {
      const found = await inboxOf(actor);
      return found.length === count ? found : null;
    },
    30_000,
  );
const paid = (order: string, memberId: string) =>
  tellers.orders.tell('Order', 'OrderPaid', order, `${order}-paid`, { memberId });
const Notifications = () => unit.running.connection.model<NotificationDocument>('Notification');
const publish = (id: string, authorId: string) =>
  tellers.community.tell('Post', 'PostPublished', id, `${id}-published`, { authorId });
/** Community says from time to time how far it is; until then followers are not told. */
const once = (what: string, probe: () => Promise<boolean>) =>
  eventually(
    what,
    async () => {
      await complete();
      return probe();
    },
    30_000,
  );
const told = (filter: object) => Notifications().countDocuments(filter).exec();
const mails = (to: string) => mail.received.filter((received) => received.to === `${to}@example.org`);

describe('the inbox', () => {
  test('shows outcomes of orders and payments in words, once each, newest first', async () => {
    const amount = { amount: '129.00', currency: 'USD' };
    const common = { purpose: 'ORDER', reference: 'o1', memberId: 'ada', amount };
    await paid('o1', 'ada');
    await inbox('ada', 1);
    await tellers.payments.tell('Payment', 'PaymentDeclined', 'p2', 'p2-declined', {
      ...{ ...common, reference: 'o2', reason: 'CARD_EXPIRED' },
    });
    await inbox('ada', 2);
    const cancelled = { memberId: 'ada', lines: [] };
    await tellers.orders.tell('Order', 'OrderCancelled', 'o2', 'o2-cancelled', {
      ...cancelled,
      reason: 'PAYMENT_DECLINED',
    });
    await tellers.orders.tell('Order', 'OrderCancelled', 'o1', 'o1-cancelled', { ...cancelled, reason: 'MEMBER' });
    await inbox('ada', 3);
    await tellers.payments.tell('Payment', 'PaymentRefunded', 'p1', 'p1-refunded', common);
    const found = await inbox('ada', 4);
    expect(found.map(({ kind, title, body, subject }) => [kind, title, body, subject])).toEqual([
      [
        'PAYMENT_REFUNDED',
        'You get money back',
        '129.00 USD goes back to where it was paid from.',
        { __typename: 'Payment', id: 'p1' },
      ],
      [
        'ORDER_CANCELLED',
        'Your order is cancelled',
        'You cancelled it. What was paid for it comes back to you.',
        { __typename: 'Order', id: 'o1' },
      ],
      [
        'PAYMENT_DECLINED',
        'Your payment was declined',
        '129.00 USD could not be charged: the card has expired. The order is cancelled.',
        { __typename: 'Payment', id: 'p2' },
      ],
      ['ORDER_PAID', 'Your order is paid', expect.any(String), { __typename: 'Order', id: 'o1' }],
    ]);

    await tellers.orders.repeat('Order', 'OrderPaid', 'o1', 'o1-paid', { memberId: 'ada' });
    await paid('o3', 'ada'); // behind the repetition
    await inbox('ada', 5);
  });

  test('is told of subscriptions by members, not twice by payments', async () => {
    const paidUntil = '2027-01-31T12:00:00.000Z';
    const amount = { amount: '9.00', currency: 'USD' };
    await tellers.payments.tell('Payment', 'PaymentDeclined', 'p9', 'p9-declined', {
      ...{ purpose: 'SUBSCRIPTION', reference: 'r', memberId: 'bob', amount, reason: 'NO_PAYMENT_METHOD' },
    });
    const facts: [string, object][] = [
      ['SubscriptionRefused', { plan: 'PREMIUM', reason: 'NO_PAYMENT_METHOD' }],
      ['SubscriptionActivated', { plan: 'PREMIUM', paidUntil }],
      ['SubscriptionCancelled', { plan: 'PREMIUM', paidUntil }],
      ['SubscriptionLapsed', { plan: 'PREMIUM', paidUntil }],
    ];
    // As members' relay: the view of each revision is out before the event of it.
    for (const _ of ['', ...facts]) await tellers.members.show('MemberContact', 'bob', contact('bob'));
    // Each kind of event has a reaction of its own: only one after the other has an order.
    for (const [index, [type, data]] of facts.entries()) {
      await tellers.members.tell('Member', type, 'bob', `bob-${type}`, { ...data });
      await inbox('bob', index + 1);
    }
    await paid('o9', 'bob');
    const found = await inbox('bob', 5);
    expect(found.filter(({ kind }) => kind !== 'ORDER_PAID').map(({ title, body }) => `${title}: ${body}`)).toEqual(
      [
        'Your subscription could not be charged: Your premium subscription was not paid: you have no card saved.',
        'Your subscription is active: Your premium subscription is paid for until 31 January 2027.',
        'Your subscription is cancelled: You can use your premium subscription until 31 January 2027; it is not renewed.',
        'Your subscription has lapsed: Your premium subscription was paid for until 31 January 2027. Subscribe again to go on.',
      ].reverse(),
    );
    expect(found.find(({ kind }) => kind === 'SUBSCRIPTION_LAPSED').subject).toEqual({
      __typename: 'Member',
      id: 'bob',
    });
  });

  test('is the own one: nobody else sees or marks a notification, by whichever way', async () => {
    const [{ id }] = await inboxOf('ada');
    for (const [document, variables] of [
      [ONE, { id }],
      [READ, { id }],
      [REFERENCE, { r: [{ __typename: 'Notification', id }] }],
    ] as const) {
      expect(await refusal(document, variables, 'bob')).toBe('FORBIDDEN');
      expect(await refusal(document, variables, 'staff:eva')).toBe('FORBIDDEN');
      expect(await refusal(document, variables)).toBe('UNAUTHENTICATED');
    }
    expect(await refusal('{ myNotifications { totalCount } }')).toBe('UNAUTHENTICATED');
    expect(await refusal(READ_ALL, {}, 'staff:eva')).toBe('FORBIDDEN');
    expect((await ask(REFERENCE, { r: [{ __typename: 'Notification', id }] }, 'ada'))._entities).toMatchObject([
      { id },
    ]);
    expect(await ask(ONE, { id: 'none' }, 'ada')).toEqual({ notification: null });
    expect(await refusal(READ, { id: 'none' }, 'ada')).toBe('NOT_FOUND');
  });

  test('pages, counts what is unread, and is marked as read', async () => {
    const first = await ask(MINE, { first: 2 }, 'ada');
    const { pageInfo, edges, totalCount } = first.myNotifications;
    expect([first.unreadNotifications, totalCount, edges.length, pageInfo.hasNextPage]).toEqual([5, 5, 2, true]);
    expect(await inboxOf('ada', { first: 5, after: pageInfo.endCursor })).toHaveLength(3);
    const { id } = edges[0].node;
    const { readAt } = (await ask(READ, { id }, 'ada')).markNotificationRead;
    expect(new Date(readAt).getTime()).toBeGreaterThan(0);
    pass(60_000);
    expect((await ask(READ, { id }, 'ada')).markNotificationRead).toEqual({ id, readAt });
    expect(await inboxOf('ada', { unreadOnly: true })).toHaveLength(4);
    expect(await ask(READ_ALL, {}, 'ada')).toEqual({ markAllNotificationsRead: 4 });
    expect(await ask(READ_ALL, {}, 'ada')).toEqual({ markAllNotificationsRead: 0 });
    const after = await ask(MINE, { unreadOnly: true }, 'ada');
    expect([after.unreadNotifications, after.myNotifications.totalCount]).toEqual([0, 0]);
    expect(await inboxOf('ada')).toHaveLength(5);
    expect((await inboxOf('ada'))[0].readAt).toBe(readAt);
  });

  test('holds what the member chose: no topic, no notification; e-mail alone is not shown', async () => {
    await paid('o20', 'dan');
    await paid('o21', 'eve');
    await eventually('the e-mail', () => mails('eve').length === 1, 20_000);
    expect(await inboxOf('eve')).toEqual([]);
    const [{ id }] = (await Notifications().find({ memberId: 'eve' }).lean()).map(({ _id }) => ({
      id: String(_id),
    })) as [{ id: string }];
    expect(await ask(ONE, { id }, 'eve')).toEqual({ notification: { id, title: 'Your order is paid' } });
    expect(await told({ memberId: 'dan' })).toBe(0);
  });
});

describe('posts', () => {
  test('are told to each who followed by then, once, when the copy is as of the post', async () => {
    const ready = unit.running.replicas.get('follow')?.freshness().asOf ?? null;
    await publish('post1', 'star');
    await eventually('the fan-out to be under way', async () => (await fanOuts()) === 1);
    // Nobody said since that all who follow are here.
    expect(unit.running.replicas.get('follow')?.freshness().asOf).toBe(ready);
    expect(await told({ kind: 'POST_PUBLISHED' })).toBe(0);

    await once('all followers to be told', async () => (await fanOuts()) === 0);
    const told1 = await Notifications().find({ subjectId: 'post1' }, { memberId: 1, inbox: 1 }).lean();
    // eve by e-mail; not dan, who wants none; not who follows since tomorrow
    expect(told1.map(({ memberId }) => memberId).sort()).toEqual([...crowd, 'eve', 'star'].sort());
    await eventually('the e-mail', () => mails('eve').length === 2, 20_000);

    await tellers.community.repeat('Post', 'PostPublished', 'post1', 'post1-published', { authorId: 'star' });
    await publish('post2', 'star');
    await once(
      'the second post',
      async () => (await told({ subjectId: 'post2', memberId: { $in: crowd } })) === FOLLOWERS,
    );
    await once('nothing to be left', async () => (await fanOuts()) === 0);
    expect(await told({ subjectId: 'post1' })).toBe(FOLLOWERS + 2);
  });

  test('are told with the name and the text as they are now; a removed post is told of no more', async () => {
    await tellers.community.show('PostCard', 'post2', { excerpt: 'Second light' });
    await tellers.community.show('PostCard', 'post1', {
      author: { id: 'star' },
      publishedAt: inDays(0),
      excerpt: 'First light',
    });
    const words = async () => (await inboxOf('fan000')).find(({ subject }) => subject.id === 'post1');
    await eventually('the text', async () => (await words()).body === '“First light”');
    expect(await words()).toMatchObject({
      title: 'Name of star published a post',
      actor: { id: 'star', displayName: 'Name of star' },
      subject: { __typename: 'Post', id: 'post1', excerpt: 'First light' },
    });
    await tellers.members.show('MemberContact', 'star', { displayName: 'unused' }); // revision 1 is there already
    await tellers.members.show('MemberContact', 'star', { displayName: 'Nova', email: null });
    await eventually('the name', async () => (await words()).title === 'Nova published a post');

    await tellers.community.tell('Post', 'PostRemoved', 'post1', 'post1-removed', { authorId: 'star' });
    await eventually('them to be gone', async () => (await told({ subjectId: 'post1' })) === 0, 30_000);
    expect(await told({ subjectId: 'post2' })).toBe(FOLLOWERS + 2);
  });

  test('a removal ends a fan-out', async () => {
    await publish('post3', 'gil');
    await eventually('the fan-out', async () => (await fanOuts()) === 1);
    await tellers.community.tell('Post', 'PostRemoved', 'post3', 'post3-removed', { authorId: 'gil' });
    await eventually('its end', async () => (await fanOuts()) === 0);
    await publish('post4', 'fay');
    await once('a later post', async () => (await told({ subjectId: 'post4', memberId: 'solo' })) === 1);
    expect(await told({ subjectId: 'post3' })).toBe(0);
  });

  test('comments are told to the author of the post, not their own', async () => {
    const comment = (id: string, authorId: string) =>
      tellers.community.tell('Comment', 'CommentAdded', id, `${id}-added`, {
        ...{ postId: 'post4', authorId, postAuthorId: 'fay' },
      });
    await comment('c1', 'fay');
    await comment('c2', 'cleo');
    expect(await inbox('fay', 1)).toMatchObject([
      {
        kind: 'COMMENT_ADDED',
        title: 'Name of cleo commented on your post',
        subject: { __typename: 'Comment', id: 'c2' },
      },
    ]);
  });

  const fanOuts = () => unit.running.connection.collection('record.FanOut').countDocuments();
});

describe('e-mail', () => {
  test('is sent once it is due, with the words of the inbox, and by no name but the member’s', async () => {
    await paid('o40', 'gil');
    const [received] = await eventually('the e-mail', () => (mails('gil').length === 1 ? mails('gil') : null), 20_000);
    const [notification] = await inboxOf('gil');
    expect(received).toMatchObject({
      subject: notification.title,
      messageId: `<${notification.id}@wellspring.example>`,
    });
    expect(received?.raw).toContain('To: Name of gil <gil@example.org>');
    expect(received?.raw).toContain(notification.body);
    await eventually('it to be written down', async () => (await inboxOf('gil'))[0].email === 'SENT');
  });

  test('that the server does not take is handed over again, later each time, under the same Message-ID; then it is given up', async () => {
    mail.replies('kim@example.org', 451);
    await paid('o41', 'kim');
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await eventually(`attempt ${attempt}`, () => mails('kim').length === attempt, 20_000);
      await eventually(
        'it to be written down',
        async () => (await told({ memberId: 'kim', 'email.attempts': attempt })) === 1,
      );
      expect((await inboxOf('kim'))[0].email).toBe(attempt === 8 ? 'FAILED' : 'PENDING');
      if (attempt < 3) pass(30_000 * 4 ** (attempt - 1) + 1_000);
      else pass(3_600_000);
    }
    expect(new Set(mails('kim').map(({ messageId }) => messageId)).size).toBe(1);
    mail.replies('kim@example.org', null);
  });

  test('that the server refuses for good, or that has no address, is not tried again', async () => {
    mail.replies('ida@example.org', 550);
    await paid('o42', 'ida');
    await paid('o43', 'mute');
    await eventually('the refusal', async () => (await inboxOf('ida'))[0]?.email === 'FAILED', 20_000);
    await eventually('no address', async () => (await inboxOf('mute'))[0]?.email === 'NO_ADDRESS', 20_000);
    expect(mails('ida')).toHaveLength(1);
  });

  test('goes out a few at a time', async () => {
    const first = mail.hold();
    await paid('o50', 'busy0');
    // One run has it, alone; the next one has all others.
    await eventually('the first to be held', () => mail.held === 1, 20_000);
    for (let i = 1; i < 12; i += 1) await paid(`o5${i}`, `busy${i}`);
    await eventually('all to wait', async () => (await told({ memberId: { $in: busy } })) === 12, 20_000);
    const second = mail.hold();
    first();
    await eventually('as many as may', () => mail.most === 4, 20_000);
    second();
    await eventually(
      'all of them',
      () => mail.received.filter(({ to }) => to.startsWith('busy')).length === 12,
      20_000,
    );
    expect(mail.most).toBe(4);
  });
});

test('who is paid for some days more is reminded, once', async () => {
  const reminders = () => Notifications().find({ kind: 'SUBSCRIPTION_ENDING' }, { memberId: 1 }).lean();
  const found = async () => (await reminders()).map(({ memberId }) => memberId);
  pass(600_000);
  await eventually('the reminder', async () => (await found()).length === 1, 20_000);
  expect(await found()).toEqual(['hal']);
  const [reminder] = (await inboxOf('hal')).filter(({ kind }) => kind === 'SUBSCRIPTION_ENDING');
  expect(reminder.body).toMatch(/^Your premium subscription ends then, unless it renews/);
  const runs = async () =>
    (await unit.running.connection.collection('wellspring.jobs').findOne({ _id: 'reminders' as never }))?.last;
  const before = await runs();
  pass(3_600_000);
  await eventually('another run', async () => String(await runs()) !== String(before), 20_000);
  expect(await found()).toEqual(['hal']);
  pass(4 * DAY); // ida's ends, too
  await eventually('the other', async () => (await found()).length === 2, 20_000);
  expect((await found()).sort()).toEqual(['hal', 'ida']);
});

test('a member who leaves takes along what they were told, and what others were told of them', async () => {
  expect(await told({ about: 'star' })).toBeGreaterThan(FOLLOWERS);
  await tellers.members.show('MemberContact', 'star');
  await tellers.members.tell('Member', 'MemberErased', 'star', 'star-erased', { joinedAt: inDays(-1) });
  await eventually(
    'them to be gone',
    async () => (await told({ $or: [{ about: 'star' }, { memberId: 'star' }] })) === 0,
    30_000,
  );
  // Who is gone is told nothing more, and of nothing of theirs.
  await paid('o70', 'star');
  await paid('o71', 'cleo');
  await inbox('cleo', 1);
  expect(await told({ memberId: 'star' })).toBe(0);
  // What was being told meanwhile goes a while later.
  const sweeps = unit.running.connection.collection<{ _id: string }>('record.Removal');
  await eventually(
    'the first look',
    async () => (await sweeps.countDocuments({ _id: 'star', again: true })) === 1,
    20_000,
  );
  const straggler = {
    kind: 'POST_PUBLISHED' as const,
    subjectId: 'x',
    actorId: 'star',
    about: ['x', 'star'],
    facts: {},
    inbox: true,
  };
  await Notifications().create({ _id: 'straggler', memberId: 'cleo', createdAt: new Date(), ...straggler });
  pass(61_000);
  await eventually('it to be gone', async () => (await told({ about: 'star' })) === 0, 20_000);
  await eventually(
    'nothing to be left to do',
    async () => (await sweeps.countDocuments({ _id: 'star' })) === 0,
    20_000,
  );
});

test('what happened long ago is told in the inbox, and not mailed', async () => {
  pass(2 * DAY);
  await paid('o60', 'jon');
  expect(await inbox('jon', 1)).toMatchObject([{ kind: 'ORDER_PAID', email: null }]);
});
