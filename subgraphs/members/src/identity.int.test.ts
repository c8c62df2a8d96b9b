import { createPublicKey, verify } from 'node:crypto';
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
import { loadConfig } from './loadConfig.ts';
import { createMembers } from './unit.ts';

const SESSION = '{ accessToken accessTokenExpiresAt refreshToken staff member { id displayName } }';
const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) ${SESSION} }`;
const SIGN_IN = `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) ${SESSION} }`;
const STAFF_IN = `mutation ($name: String!, $password: String!) { signInAsStaff(name: $name, password: $password) ${SESSION} }`;
const REFRESH = `mutation ($token: String!) { refreshSession(refreshToken: $token) ${SESSION} }`;
const SIGN_OUT = 'mutation ($token: String!) { signOut(refreshToken: $token) }';
const STATE =
  '{ id subscription { plan paidUntil } subscriptionState { status renews refusal request { id plan price { amount } } } }';
const ME = `{ me ${STATE} }`;
const SUBSCRIBE = `mutation ($plan: SubscriptionPlan!, $key: String!) { requestSubscription(plan: $plan, idempotencyKey: $key) ${STATE} }`;
const CANCEL = `mutation ($now: Boolean) { cancelSubscription(immediately: $now) ${STATE} }`;
const PASSWORD = 'a password of some length';
const SECRET = 'a secret of at least 32 characters';
const HOUR = 3_600_000; // ms

let servers: TestServers;
let unit: TestedUnit;
let payments: EventTeller;
let offset = 0; // ms
let counter = 0;
const now = (): Date => new Date(Date.now() + offset);

beforeAll(async () => {
  servers = await startTestServers();
  payments = await eventTeller('payments', servers);
  await start();
}, 120_000);
afterAll(async () => {
  await unit?.stop();
  await payments?.stop();
  await servers?.stop();
}, 60_000);

/** Starts the unit, on a new database or on one that is there. */
async function start(database?: string): Promise<void> {
  const members = createMembers(loadConfig({ KEY_ENCRYPTION_SECRET: SECRET }));
  const options = { clock: { now }, schedule: { pollInterval: 50 }, ...(database === undefined ? {} : { database }) };
  unit = await startTestedUnit(members, servers, options);
}

async function ask(document: string, variables = {}, actor?: string) {
  const { data, errors } = await unit.query(document, variables, actor);
  expect(errors).toEqual([]);
  return data;
}

async function code(document: string, variables = {}, actor?: string) {
  const { errors } = await unit.query(document, variables, actor);
  return errors.map(({ extensions }) => extensions.code).join();
}

async function signUp() {
  counter += 1;
  const handle = `person_${counter}`;
  const email = `${handle}@example.org`;
  const input = { displayName: 'A Person', handle, email, password: PASSWORD };
  const { signUp: session } = await ask(SIGN_UP, { input });
  return { ...session, id: session.member.id as string, email };
}

const record = (name: string) => unit.running.connection.db?.collection<{ _id: string }>(`record.${name}`);
const textOf = async (...names: string[]) =>
  JSON.stringify(await Promise.all(names.map((name) => record(name)?.find().toArray())));
const typesOf = async (id: string) =>
  (await unit.events()).filter(({ entityId }) => entityId === id).map(({ type }) => type);

describe('signing in', () => {
  test('after sign-up with the password alone, whatever the capitals of the address', async () => {
    const { id, email, staff } = await signUp();
    expect(staff).toBeNull();
    const { signIn } = await ask(SIGN_IN, { email: ` ${email.toUpperCase()} `, password: PASSWORD });
    expect(signIn.member.id).toBe(id);
    expect(await code(SIGN_IN, { email, password: 'another password' })).toBe('INVALID_CREDENTIALS');
    expect(await textOf('Credential', 'Session', 'RefreshToken')).not.toContain(signIn.refreshToken);
    expect(await textOf('Credential')).toMatch(/\$argon2id\$/);
  });

  test('answers the same where there is no such address, and where the member has no password', async () => {
    const input = { displayName: 'Enrolled', handle: 'enrolled', email: 'enrolled@example.org' };
    await ask('mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }', { input });
    const told = await Promise.all(
      ['nobody@example.org', 'enrolled@example.org', ''].map(async (email) => {
        const { errors } = await unit.query(SIGN_IN, { email, password: PASSWORD });
        return JSON.stringify(errors.map(({ message, extensions }) => [message, extensions]));
      }),
    );
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('INVALID_CREDENTIALS');
  });

  test('tells all faults of a sign-up at once, and keeps nothing of a refused one', async () => {
    const { email } = await signUp();
    const input = { displayName: '', handle: 'x', email: 'nowhere', password: 'short' };
    const { errors } = await unit.query(SIGN_UP, { input });
    const faults = (errors[0]?.extensions.faults ?? []) as { field: string }[];
    expect(faults.map(({ field }) => field).sort()).toEqual(['displayName', 'email', 'handle', 'password']);
    const before = await record('Credential')?.countDocuments();
    const taken = { displayName: 'Another', handle: 'another_one', email, password: PASSWORD };
    expect(await code(SIGN_UP, { input: taken })).toBe('EMAIL_TAKEN');
    expect(await record('Credential')?.countDocuments()).toBe(before);
  });

  test('is throttled for an account and for an address that is nobody’s alike, many at once too; later it goes on', async () => {
    const { email } = await signUp();
    for (const address of [email, 'unknown@example.org']) {
      const tries = await Promise.all(
        Array.from({ length: 14 }, async () => code(SIGN_IN, { email: address, password: 'a wrong password' })),
      );
      expect(tries.filter((each) => each === 'INVALID_CREDENTIALS').length).toBe(10);
      expect(tries.filter((each) => each === 'SIGN_IN_THROTTLED').length).toBe(4);
    }
    expect(await code(SIGN_IN, { email, password: PASSWORD })).toBe('SIGN_IN_THROTTLED');
    offset += HOUR / 4;
    expect((await ask(SIGN_IN, { email, password: PASSWORD })).signIn.member.id).toBeDefined();
  });

  test('is for staff too, whose accounts staff make and remove', async () => {
    const add = 'mutation ($name: String!) { addStaff(name: $name, password: "a password of some length") }';
    expect(await code(add, { name: 'eva' })).toBe('UNAUTHENTICATED');
    expect(await code(add, { name: 'eva' }, 'm1')).toBe('FORBIDDEN');
    await ask(add, { name: 'Eva' }, 'staff:first');
    expect(await code(add, { name: 'eva' }, 'staff:first')).toBe('STAFF_NAME_TAKEN');
    const { signInAsStaff: session } = await ask(STAFF_IN, { name: 'eva', password: PASSWORD });
    expect(session).toMatchObject({ staff: 'eva', member: null });
    expect(await code(STAFF_IN, { name: 'eva', password: 'a wrong password' })).toBe('INVALID_CREDENTIALS');
    await ask('mutation { removeStaff(name: "eva") }', {}, 'staff:first');
    expect(await code(REFRESH, { token: session.refreshToken })).toBe('SESSION_EXPIRED');
    expect(await code(STAFF_IN, { name: 'eva', password: PASSWORD })).toBe('INVALID_CREDENTIALS');
  });
});

describe('a session', () => {
  const refresh = async (token: string) => (await ask(REFRESH, { token })).refreshSession;

  test('goes on with each refresh token once; one that comes again ends it for all its tokens', async () => {
    const { refreshToken: first, id } = await signUp();
    const second = await refresh(first);
    expect(second.member.id).toBe(id);
    const { refreshToken: third } = await refresh(second.refreshToken);
    expect(await code(REFRESH, { token: first })).toBe('SESSION_REUSED');
    expect(await code(REFRESH, { token: third })).toBe('SESSION_REUSED');
  });

  test('of two refreshes at once with one token, one at most goes on', async () => {
    const { refreshToken } = await signUp();
    const both = await Promise.all([1, 2].map(() => code(REFRESH, { token: refreshToken })));
    expect(both.filter((each) => each === '').length).toBeLessThan(2);
    expect(both).toContain('SESSION_REUSED');
  });

  test('is over after sign-out, after 30 days without a refresh, and when the member has left', async () => {
    const [out, idle, left] = [await signUp(), await signUp(), await signUp()];
    await ask(SIGN_OUT, { token: out.refreshToken });
    await ask(SIGN_OUT, { token: 'unknown' });
    expect(await code(REFRESH, { token: out.refreshToken })).toBe('SESSION_EXPIRED');
    expect(await code(REFRESH, { token: 'unknown' })).toBe('SESSION_EXPIRED');

    await ask('mutation { leave }', {}, left.id);
    expect(await code(REFRESH, { token: left.refreshToken })).toBe('SESSION_EXPIRED');
    expect(await code(SIGN_IN, { email: left.email, password: PASSWORD })).toBe('INVALID_CREDENTIALS');
    expect(await textOf('Credential', 'Session', 'RefreshToken', 'SubscriptionKey')).not.toContain(left.id);

    offset += 31 * 24 * HOUR;
    expect(await code(REFRESH, { token: idle.refreshToken })).toBe('SESSION_EXPIRED');
  });
});

describe('the keys', () => {
  const published = async (): Promise<{ kid: string; x: string; d?: string }[]> =>
    ((await (await fetch(`${unit.running.url}/.well-known/jwks.json`)).json()) as { keys: [] }).keys;
  const kidOf = (token: string): string =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

  test('that sign are published, without their private parts, which are encrypted in the database', async () => {
    const { accessToken, id } = await signUp();
    const [header, payload, signature] = accessToken.split('.');
    const jwk = (await published()).find(({ kid }) => kid === kidOf(accessToken));
    const key = createPublicKey({ key: { ...jwk, kty: 'OKP', crv: 'Ed25519' }, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      sub: id,
      role: 'member',
      iss: 'wellspring:members',
      aud: 'wellspring',
    });
    expect((await published()).filter(({ d }) => d !== undefined)).toEqual([]);
    expect(await textOf('SigningKey')).not.toMatch(/"d"|plain\./);
  });

  test('rotate: the next is published before it signs, the old one stays until its tokens have expired', async () => {
    const kids = async () => (await published()).map(({ kid }) => kid);
    offset += 2 * HOUR; // what other tests have made old goes
    await eventually('a single key', async () => (await kids()).length === 1);
    const first = kidOf((await signUp()).accessToken);
    offset += 7 * 24 * HOUR - HOUR / 2;
    await eventually('the next key', async () => (await kids()).length === 2);
    expect(kidOf((await signUp()).accessToken)).toBe(first);
    offset += HOUR;
    const second = kidOf((await signUp()).accessToken);
    expect(second).not.toBe(first);
    expect(await kids()).toContain(first);
    offset += HOUR;
    await eventually('the old key to go', async () => !(await kids()).includes(first));
    expect(await kids()).toContain(second);
  });
});

describe('a subscription', () => {
  const pay = (memberId: string, reference: string, eventId: string, purpose = 'SUBSCRIPTION') =>
    payments.tell('Payment', 'PaymentCaptured', `pay-${eventId}`, eventId, {
      ...{ purpose, reference, memberId },
      amount: { amount: '9.00', currency: 'USD' },
    });
  const stateOf = async (id: string) => (await ask(ME, {}, id)).me;
  const until = (id: string, status: string) =>
    eventually(status, async () => (await stateOf(id)).subscriptionState.status === status, 20_000);

  test('is asked for once a key, active when paid, and lapses once, by the clock', async () => {
    const { id } = await signUp();
    const asked = await Promise.all([1, 2, 3].map(() => ask(SUBSCRIBE, { plan: 'STANDARD', key: 'k' }, id)));
    const request = asked[0].requestSubscription.subscriptionState.request;
    expect(request).toMatchObject({ plan: 'STANDARD', price: { amount: '9.00' } });
    expect(await code(SUBSCRIBE, { plan: 'PREMIUM', key: 'other' }, id)).toBe('SUBSCRIPTION_PENDING');
    expect(await code(SUBSCRIBE, { plan: 'FREE', key: 'free' }, id)).toBe('BAD_INPUT');

    await pay(id, 'of another', `${id}-0`);
    await pay(id, request.id, `${id}-1`, 'ORDER');
    await pay(id, request.id, `${id}-2`);
    await until(id, 'ACTIVE');
    const { paidUntil } = (await stateOf(id)).subscription;
    expect(await unit.view('MemberAccess', id)).toMatchObject({ subscription: { plan: 'STANDARD', paidUntil } });
    expect((await ask(SUBSCRIBE, { plan: 'STANDARD', key: 'k' }, id)).requestSubscription.subscription.paidUntil).toBe(
      paidUntil,
    );

    await ask(CANCEL, {}, id);
    expect((await stateOf(id)).subscriptionState.status).toBe('CANCELLED');
    offset = new Date(paidUntil).getTime() - Date.now() + 1_000;
    const facts = [
      'MemberJoined',
      'SubscriptionRequested',
      'SubscriptionActivated',
      'SubscriptionCancelled',
      'SubscriptionLapsed',
    ];
    await eventually('the lapse', async () => (await typesOf(id)).includes('SubscriptionLapsed'), 20_000);
    offset += 24 * HOUR;
    expect((await stateOf(id)).subscriptionState.status).toBe('LAPSED');
    expect(await typesOf(id)).toEqual(facts);
    expect(await code(CANCEL, {}, id)).toBe('SUBSCRIPTION_NONE');
  });

  test('that is not paid says why; one that is cancelled at once is over at once', async () => {
    const { id } = await signUp();
    const { requestSubscription } = await ask(SUBSCRIBE, { plan: 'PREMIUM', key: 'k' }, id);
    const reference = requestSubscription.subscriptionState.request.id;
    await payments.tell('Payment', 'PaymentDeclined', `declined-${id}`, `declined-${id}`, {
      ...{ purpose: 'SUBSCRIPTION', reference, memberId: id, reason: 'INSUFFICIENT_FUNDS' },
      amount: { amount: '15.00', currency: 'USD' },
    });
    await until(id, 'NONE');
    expect((await stateOf(id)).subscriptionState.refusal).toBe('INSUFFICIENT_FUNDS');
    const again = await ask(SUBSCRIBE, { plan: 'PREMIUM', key: 'again' }, id);
    await pay(id, again.requestSubscription.subscriptionState.request.id, `${id}-again`);
    await until(id, 'ACTIVE');
    expect((await ask(CANCEL, { now: true }, id)).cancelSubscription.subscriptionState.status).toBe('LAPSED');
  });
});

test('what was kept of a member who left is removed again when a backup brings it back; others keep theirs', async () => {
  const KEPT = ['Credential', 'Session', 'RefreshToken', 'SubscriptionKey'];
  const [gone, stays] = [await signUp(), await signUp()];
  for (const { id } of [gone, stays]) await ask(SUBSCRIBE, { plan: 'STANDARD', key: `of ${id}` }, id);
  const texts = () => Promise.all(KEPT.map((name) => textOf(name)));
  const countOf = async (id: string) => (await texts()).filter((text) => text.includes(id)).length;
  await unit.settled();
  const backup = await takeBackup(unit.running.connection.db as never);
  expect(await countOf(gone.id)).toBe(KEPT.length);
  await ask('mutation { leave }', {}, gone.id);
  await unit.settled();
  expect(await countOf(gone.id)).toBe(0);
  await unit.stop();
  await setBack(servers, unit.database, backup);
  await start(unit.database);
  await eventually('nothing of who left', async () => (await countOf(gone.id)) === 0, 30_000);
  expect(await countOf(stays.id)).toBe(KEPT.length);
  expect(await code(SIGN_IN, { email: gone.email, password: PASSWORD })).toBe('INVALID_CREDENTIALS');
  const { signIn } = await ask(SIGN_IN, { email: stays.email, password: PASSWORD });
  expect(signIn.member.id).toBe(stays.id);
}, 90_000);
