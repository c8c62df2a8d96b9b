import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type EventTeller,
  eventTeller,
  eventually,
  setBack,
  startTestedUnit,
  startTestServers,
  type TestedUnit,
  type TestServers,
  takeBackup,
} from '@wellspring/kit/testing';
import type { PaymentsContext } from './context.ts';
import { paymentId } from './payment/requestPayment.ts';
import type { PaymentProvider } from './provider/PaymentProvider.ts';
import { sandboxProvider } from './provider/sandboxProvider.ts';
import { settlePayment } from './settle/settlePayment.ts';
import { payments } from './unit.ts';

const SAVE = 'mutation ($token: String!) { savePaymentMethod(cardToken: $token) { id brand last4 } }';
const PAYMENT =
  'query ($id: ID!) { payment(id: $id) { id purpose reference status declineReason settledAt amount { amount currency } member { id } order { id status } } }';
const STAFF = 'staff:eva';
const total = { amount: '12.50', currency: 'USD' };

let servers: TestServers;
let orders: EventTeller;
let members: EventTeller;
let unit: TestedUnit;
/** How far the unit's clock is ahead, in ms. */
let ahead = 0;
let counter = 0;

beforeAll(async () => {
  servers = await startTestServers();
  orders = await eventTeller('orders', servers);
  members = await eventTeller('members', servers);
  await start();
}, 60_000);
afterAll(async () => {
  await unit?.stop();
  await orders?.stop();
  await members?.stop();
  await servers?.stop();
});

/** Starts the unit, on a new database or on one that is there. */
async function start(database?: string): Promise<void> {
  const clock = { now: () => new Date(Date.now() + ahead) };
  const options = { clock, schedule: { pollInterval: 50 }, ...(database === undefined ? {} : { database }) };
  unit = await startTestedUnit(payments, servers, options);
}

const context = () => unit.running.context() as unknown as PaymentsContext;

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

/** A member with a card, or without one. */
async function member(token?: string): Promise<string> {
  counter += 1;
  const id = `m${counter}`;
  if (token !== undefined) await ask(SAVE, { token }, id);
  return id;
}

/** An order is placed; answers its id. */
async function place(memberId: string): Promise<string> {
  counter += 1;
  const id = `o${counter}`;
  await orders.tell('Order', 'OrderPlaced', id, `${id}-placed`, { memberId, total, lines: [] });
  return id;
}

const cancel = (id: string, memberId: string) =>
  orders.tell('Order', 'OrderCancelled', id, `${id}-cancelled`, { memberId, lines: [], reason: 'MEMBER' });

const paymentOf = (orderId: string) =>
  context().models.Payment.findById(paymentId({ purpose: 'ORDER', reference: orderId }));

const reach = (orderId: string, status: string) =>
  eventually(`the payment of ${orderId} to be ${status}`, async () => {
    const payment = await paymentOf(orderId);
    if (payment?.status !== status) throw new Error(`it is ${payment?.status}`);
    return payment;
  });

/** What the provider holds for an order. */
const books = (orderId: string) => context().records.SandboxCharge.find({ reference: orderId }).lean();
const eventsOf = async (orderId: string) =>
  (await unit.events()).filter(({ data }) => data.reference === orderId).map(({ type, data }) => ({ type, data }));

describe('an order that is placed', () => {
  test('is charged once to the card saved last; its member and staff see it', async () => {
    const buyer = await member('tok_decline_funds');
    await ask(SAVE, { token: 'tok_approve' }, buyer);
    const order = await place(buyer);
    const { _id: id } = await reach(order, 'CAPTURED');
    expect(await books(order)).toMatchObject([{ _id: id, state: 'CHARGED', amount: { minor: 1_250 }, asked: 1 }]);
    const told = { purpose: 'ORDER', reference: order, memberId: buyer, amount: total };
    expect(await eventsOf(order)).toEqual([{ type: 'PaymentCaptured', data: told }]);

    const shown = {
      ...{ id, purpose: 'ORDER', reference: order, status: 'CAPTURED', declineReason: null, amount: total },
      ...{ settledAt: expect.stringMatching(/Z$/), member: { id: buyer }, order: { id: order, status: 'PLACED' } },
    };
    await unit.running.replicas.get('order')?.apply([row(order, 'PLACED')]);
    expect(await ask(PAYMENT, { id }, buyer)).toEqual({ payment: shown });
    expect(await ask(PAYMENT, { id }, STAFF)).toEqual({ payment: shown });
    expect((await paymentOf(order))?.cardToken).toBeUndefined();
  });

  test.each([
    ['tok_decline_funds', 'INSUFFICIENT_FUNDS'],
    ['tok_decline_expired', 'CARD_EXPIRED'],
    [undefined, 'NO_PAYMENT_METHOD'],
  ])('with the card %s is declined: %s', async (token, reason) => {
    const order = await place(await member(token));
    expect((await reach(order, 'DECLINED')).declineReason).toBe(reason);
    expect(await eventsOf(order)).toEqual([{ type: 'PaymentDeclined', data: expect.objectContaining({ reason }) }]);
    expect((await books(order)).filter(({ state }) => state !== 'DECLINED')).toEqual([]);
  });

  test('is charged once though its event comes again, and a second one for the same order', async () => {
    const buyer = await member('tok_approve');
    const order = await place(buyer);
    await reach(order, 'CAPTURED');
    const facts = { memberId: buyer, total, lines: [] };
    await orders.repeat('Order', 'OrderPlaced', order, `${order}-placed`, facts);
    await orders.tell('Order', 'OrderPlaced', order, `${order}-placed-again`, facts);
    // Events of an order are handled one after another: what comes after the repeats shows that they were.
    await cancel(order, buyer);
    await reach(order, 'REFUNDED');
    expect(await books(order)).toMatchObject([{ state: 'REFUNDED', asked: 1 }]);
    expect((await eventsOf(order)).map(({ type }) => type)).toEqual(['PaymentCaptured', 'PaymentRefunded']);
  });

  test('twenty at once are charged once each', async () => {
    const buyer = await member('tok_approve');
    const placed = await Promise.all(Array.from({ length: 20 }, () => place(buyer)));
    for (const order of placed) await reach(order, 'CAPTURED');
    for (const order of placed) expect(await books(order)).toMatchObject([{ state: 'CHARGED' }]);
    const { myPayments } = await ask('{ myPayments(first: 3) { totalCount edges { node { status } } } }', {}, buyer);
    expect(myPayments).toMatchObject({ totalCount: 20, edges: [{}, {}, {}] });
  });

  test('is settled once, whoever asks the provider at the same time', async () => {
    const order = await place(await member('tok_timeout'));
    const payment = await eventually('the first time-out', async () => {
      const found = await paymentOf(order);
      return found?.unanswered === 1 ? found : null;
    });
    // From here on the provider answers, to eight at once.
    const sandbox = sandboxProvider(context());
    const answering: PaymentProvider = {
      ...sandbox,
      charge: (request) => sandbox.charge({ ...request, cardToken: 'tok_approve' }),
    };
    ahead += 2_000;
    await Promise.all(Array.from({ length: 8 }, () => settlePayment(payment._id, answering, context())));
    await reach(order, 'CAPTURED');
    expect(await books(order)).toMatchObject([{ state: 'CHARGED' }]);
    expect((await eventsOf(order)).map(({ type }) => type)).toEqual(['PaymentCaptured']);
  });
});

describe('a provider that gives no answer', () => {
  test('is asked again under the same key: a charge whose answer was lost is not made twice', async () => {
    const order = await place(await member('tok_lost_answer'));
    await eventually('the charge without an answer', async () => (await paymentOf(order))?.unanswered === 1);
    expect(await paymentOf(order)).toMatchObject({ status: 'PENDING', unanswered: 1 });
    expect(await books(order)).toMatchObject([{ state: 'CHARGED', asked: 1 }]);
    ahead += 2_000;
    await reach(order, 'CAPTURED');
    expect(await books(order)).toMatchObject([{ state: 'CHARGED', asked: 2 }]);
    expect((await eventsOf(order)).map(({ type }) => type)).toEqual(['PaymentCaptured']);
  });

  test('and one that fails in a way that nobody foresaw, is asked again later', async () => {
    const order = await place(await member('tok_timeout'));
    const { _id: id } = await eventually('the first time-out', async () => {
      const found = await paymentOf(order);
      return found?.unanswered === 1 ? found : null;
    });
    const broken: PaymentProvider = {
      ...sandboxProvider(context()),
      charge: () => Promise.reject(new TypeError('oh')),
    };
    const { clock } = context();
    const soon = { ...context(), clock: { now: () => new Date(clock.now().getTime() + 2_000) } };
    await settlePayment(id, broken, soon);
    const failed = await paymentOf(order);
    expect(failed).toMatchObject({ status: 'PENDING', unanswered: 2 });
    expect(failed?.due?.getTime()).toBeGreaterThan(soon.clock.now().getTime());
  });

  test('is given up at last: declined, and what it may still do under that key is void', async () => {
    const order = await place(await member('tok_timeout'));
    const { _id: key } = await eventually('the final decline', async () => {
      ahead += 1_000;
      const payment = await paymentOf(order);
      return payment?.status === 'DECLINED' ? payment : null;
    });
    expect((await paymentOf(order))?.declineReason).toBe('NO_ANSWER');
    expect((await eventsOf(order)).map(({ type }) => type)).toEqual(['PaymentDeclined']);
    const late = await sandboxProvider(context()).charge({
      ...{ key, cardToken: 'tok_approve', reference: order, amount: { minor: 1_250, currency: 'USD' } },
    });
    expect(late).toEqual({ kind: 'declined', reason: 'VOIDED' });
    expect(await books(order)).toEqual([]);
  });
});

describe('an order that is cancelled', () => {
  test('before it was charged is void: nothing is taken and nobody is told', async () => {
    const buyer = await member('tok_timeout');
    const order = await place(buyer);
    await eventually('the first time-out', async () => (await paymentOf(order))?.unanswered === 1);
    await cancel(order, buyer);
    await reach(order, 'VOIDED');
    expect(await eventsOf(order)).toEqual([]);
  });

  test('is not charged where the copy knows of it before the event comes', async () => {
    const order = await place(await member('tok_timeout'));
    await eventually('the first time-out', async () => (await paymentOf(order))?.unanswered === 1);
    await unit.running.replicas.get('order')?.apply([row(order, 'CANCELLED', 2)]);
    ahead += 2_000;
    await reach(order, 'VOIDED');
  });
});

describe('a subscription', () => {
  async function request(memberId: string): Promise<string> {
    counter += 1;
    const requestId = `r${counter}`;
    await members.tell('Member', 'SubscriptionRequested', memberId, `${requestId}-requested`, {
      ...{ requestId, plan: 'STANDARD', price: { amount: '9.00', currency: 'USD' }, months: 1 },
    });
    return paymentId({ purpose: 'SUBSCRIPTION', reference: requestId });
  }
  const REFUND = 'mutation ($id: ID!) { refundPayment(id: $id) { id } }';
  const status = async (id: string) => (await context().models.Payment.findById(id))?.status;

  test('is charged, and paid back by staff', async () => {
    const id = await request(await member('tok_approve'));
    await eventually('the charge', async () => (await status(id)) === 'CAPTURED');
    expect(await refusal(REFUND, { id })).toBe('UNAUTHENTICATED');
    expect(await refusal(REFUND, { id }, `m${counter}`)).toBe('FORBIDDEN');
    await ask(REFUND, { id }, STAFF);
    await eventually('the refund', async () => (await status(id)) === 'REFUNDED');
    expect(await refusal(REFUND, { id: 'none' }, STAFF)).toBe('NOT_FOUND');
  });

  test('an order is not paid back past its cancellation', async () => {
    const order = await place(await member('tok_approve'));
    const { _id: id } = await reach(order, 'CAPTURED');
    expect(await refusal(REFUND, { id }, STAFF)).toBe('NOT_REFUNDABLE');
    expect(await status(id)).toBe('CAPTURED');
  });
});

test('of a member who left the cards are forgotten, and what is not charged yet is declined', async () => {
  const gone = await member('tok_timeout');
  const order = await place(gone);
  await eventually('the first time-out', async () => (await paymentOf(order))?.unanswered === 1);
  await members.tell('Member', 'MemberErased', gone, `${gone}-erased`, { joinedAt: new Date().toISOString() });
  expect((await reach(order, 'DECLINED')).declineReason).toBe('MEMBER_ERASED');
  expect(await context().records.PaymentMethod.countDocuments({ memberId: gone })).toBe(0);
});

test('a card that a restored backup brings back of a member who left is forgotten again; others are kept', async () => {
  const [gone, stays] = [await member('tok_approve'), await member('tok_approve')];
  const cardsOf = (memberId: string) => context().records.PaymentMethod.countDocuments({ memberId });
  const backup = await takeBackup(unit.running.connection.db as never);
  await members.tell('Member', 'MemberErased', gone, `${gone}-erased`, { joinedAt: new Date().toISOString() });
  await eventually('the card to be forgotten', async () => (await cardsOf(gone)) === 0);
  await unit.stop();
  await setBack(servers, unit.database, backup);
  await start(unit.database);
  await eventually('the card to be forgotten again', async () => (await cardsOf(gone)) === 0, 30_000);
  expect(await cardsOf(stays)).toBe(1);
}, 60_000);

describe('cards', () => {
  const MINE = '{ myPaymentMethods { id brand last4 } }';

  test('are the member’s own: the last one saved is first, one that is saved again is one, one that is removed is gone', async () => {
    const owner = await member('tok_approve');
    await ask(SAVE, { token: 'tok_decline_expired' }, owner);
    const { savePaymentMethod: again } = await ask(SAVE, { token: 'tok_approve' }, owner);
    expect((await ask(MINE, {}, owner)).myPaymentMethods).toEqual([
      { id: again.id, brand: 'Visa', last4: '4242' },
      { id: expect.any(String), brand: 'Mastercard', last4: '0069' },
    ]);
    const REMOVE = 'mutation ($id: ID!) { removePaymentMethod(id: $id) }';
    expect(await refusal(REMOVE, { id: again.id }, await member())).toBe('NOT_FOUND');
    expect(await ask(REMOVE, { id: again.id }, owner)).toEqual({ removePaymentMethod: again.id });
    expect((await ask(MINE, {}, owner)).myPaymentMethods).toHaveLength(1);
  });

  test('of an unknown token, of nobody and of staff are refused', async () => {
    expect(await refusal(SAVE, { token: 'tok_of_mine' }, await member())).toBe('BAD_INPUT');
    expect(await refusal(SAVE, { token: 'tok_approve' })).toBe('UNAUTHENTICATED');
    expect(await refusal(SAVE, { token: 'tok_approve' }, STAFF)).toBe('FORBIDDEN');
    expect(await refusal(MINE)).toBe('UNAUTHENTICATED');
  });
});

test('a payment is shown to nobody else, whichever way it is asked for', async () => {
  const order = await place(await member('tok_approve'));
  const { _id: id, memberId } = await reach(order, 'CAPTURED');
  await unit.running.replicas.get('order')?.apply([row(order, 'PAID')]);
  const ENTITIES =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Payment { status } ... on Order { payment { status } } ... on Member { payments { totalCount } } } }';
  const ways: [string, object][] = [
    [PAYMENT, { id }],
    [ENTITIES, { r: [{ __typename: 'Payment', id }] }],
    [ENTITIES, { r: [{ __typename: 'Order', id: order }] }],
    [ENTITIES, { r: [{ __typename: 'Member', id: memberId }] }],
  ];
  for (const [document, variables] of ways) {
    expect(await refusal(document, variables)).toBe('UNAUTHENTICATED');
    expect(await refusal(document, variables, await member())).toBe('FORBIDDEN');
    await ask(document, variables, memberId);
    await ask(document, variables, STAFF);
  }
  const ALL = '{ payments(status: DECLINED, first: 2) { edges { node { status } } } }';
  expect(await refusal(ALL)).toBe('UNAUTHENTICATED');
  expect(await refusal(ALL, {}, memberId)).toBe('FORBIDDEN');
  expect((await ask(ALL, {}, STAFF)).payments.edges).toEqual([
    { node: { status: 'DECLINED' } },
    { node: { status: 'DECLINED' } },
  ]);
});

/** What the copy holds of an order. */
function row(id: string, status: string, rev = 1) {
  const shape = unit.running.replicas.get('order')?.plan.shape ?? '';
  return { _id: id, epoch: 1, rev, at: new Date(), shape, data: { id, status } };
}
