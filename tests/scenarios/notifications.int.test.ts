import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import {
  CancelOrder,
  ChoosePreferences,
  FulfilOrder,
  MarkAllNotificationsRead,
  MyNotifications,
  PlaceOrder,
  SavePaymentMethod,
} from '@wellspring/schema/operations';
import { type MailServer, startMailServer } from '../../subgraphs/notifications/src/email/testing/startMailServer.ts';
import { STAFF, startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';

jest.setTimeout(120_000);

const UNITS = ['members', 'catalog', 'orders', 'payments', 'preferences', 'community', 'notifications'];

describe('notifications', () => {
  let mail: MailServer;
  let tested: TestedPlatform;
  let product: string;
  const buyers = { ada: '' };
  beforeAll(async () => {
    mail = await startMailServer();
    tested = await startTestedPlatform(UNITS, { env: { SMTP_URL: mail.url } });
    product = await tested.add('BOOK-1', 'A book');
  }, 120_000);
  afterAll(async () => {
    await tested?.platform.stop();
    await mail?.stop();
  }, 30_000);

  const inbox = async (actor: string) =>
    ((await tested.run(MyNotifications, {}, actor)).myNotifications?.edges ?? []).flatMap(({ node }) => node ?? []);
  /** What a member is told, oldest first, once it is so many. */
  const told = (actor: string, count: number, timeout = 30_000) =>
    eventually(
      `${count} notifications`,
      async () => {
        const found = await inbox(actor);
        if (found.length !== count) throw new Error(`they are ${found.map(({ kind }) => kind).join(', ')}`);
        return found.reverse();
      },
      timeout,
    );
  const place = async (actor: string, idempotencyKey: string) => {
    const input = { lines: [{ productId: product, quantity: 1 }], idempotencyKey };
    // Right after it was added, orders' copies may not have heard of a member or a product.
    const { placeOrder } = await eventually('the order', () => tested.run(PlaceOrder, { input }, actor), 30_000);
    return placeOrder?.id ?? '';
  };
  const mails = (handle: string) => mail.received.filter(({ to }) => to === `${handle}@example.org`);

  test('tell how an order went, in the inbox and by e-mail, and are read', async () => {
    const ada = await tested.join('ada');
    buyers.ada = ada;
    await tested.run(SavePaymentMethod, { cardToken: 'tok_approve' }, ada);
    const first = await place(ada, '1');
    await told(ada, 1);
    await tested.run(FulfilOrder, { id: first }, STAFF);
    await told(ada, 2);
    const second = await place(ada, '2');
    await told(ada, 3);
    await tested.run(CancelOrder, { id: second }, ada);
    const found = await told(ada, 5);
    expect(found.map(({ kind, subject }) => [kind, subject && 'id' in subject ? subject.id : null])).toEqual([
      ['ORDER_PAID', first],
      ['ORDER_FULFILLED', first],
      ['ORDER_PAID', second],
      ['ORDER_CANCELLED', second],
      ['PAYMENT_REFUNDED', expect.any(String)],
    ]);
    expect(found.at(-1)?.body).toBe('10.00 USD goes back to where it was paid from.');

    await eventually('the e-mails', () => mails('ada').length === 5, 30_000);
    const ids = new Set(mails('ada').map(({ messageId }) => messageId));
    expect(ids).toEqual(new Set(found.map(({ id }) => `<${id}@wellspring.example>`)));

    expect(await tested.run(MarkAllNotificationsRead, {}, ada)).toEqual({ markAllNotificationsRead: 5 });
    expect((await tested.run(MyNotifications, { unreadOnly: true }, ada)).unreadNotifications).toBe(0);
  });

  test('tell once of a declined card, by the channels that the member chose', async () => {
    const bob = await tested.join('bob');
    await eventually(
      'the choice',
      () => tested.run(ChoosePreferences, { input: { channels: ['INBOX'] } }, bob),
      30_000,
    );
    await tested.run(SavePaymentMethod, { cardToken: 'tok_decline_expired' }, bob);
    await place(bob, '1');
    const [found] = await told(bob, 1);
    expect(found).toMatchObject({
      kind: 'PAYMENT_DECLINED',
      body: '10.00 USD could not be charged: the card has expired. The order is cancelled.',
      email: null,
    });
    expect(mails('bob')).toEqual([]);
  });

  test('tell of a subscription from its first day to its last', async () => {
    const cleo = await tested.join('cleo');
    await tested.run(SavePaymentMethod, { cardToken: 'tok_approve' }, cleo);
    const ask = (query: string) => tested.get(query, { actor: cleo });
    await ask('mutation { requestSubscription(plan: PREMIUM, idempotencyKey: "1") { id } }');
    await told(cleo, 1);
    await ask('mutation { cancelSubscription(immediately: true) { id } }');
    const found = await told(cleo, 3, 90_000); // members looks for what lapsed twice a minute
    expect(found.map(({ kind, subject }) => [kind, subject && 'id' in subject ? subject.id : null])).toEqual([
      ['SUBSCRIPTION_ACTIVATED', cleo],
      ['SUBSCRIPTION_CANCELLED', cleo],
      ['SUBSCRIPTION_LAPSED', cleo],
    ]);
    expect(found[0]?.body).toMatch(/^Your premium subscription is paid for until \d+ \w+ \d{4}\.$/);
    expect(tested.unexpected).toEqual([]);
  });

  test('are read with all who told of something down', async () => {
    const away = ['orders', 'payments', 'members', 'preferences'];
    for (const unit of away) await tested.platform.hold(unit, { signal: 'SIGKILL' });
    const found = await inbox(buyers.ada);
    expect(found).toHaveLength(5);
    expect(found.at(-1)).toMatchObject({ kind: 'ORDER_PAID', title: 'Your order is paid', email: 'SENT' });
    for (const unit of away) await tested.platform.release(unit);
  });
});
