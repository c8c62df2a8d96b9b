import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type EventTeller,
  eventTeller,
  eventually,
  startTestedUnit,
  startTestServers,
  type TestedUnit,
  type TestServers,
} from '@wellspring/kit/testing';
import { preferences } from './unit.ts';

const FIELDS = 'id language currency units timeZone chosen derivedFrom channels topics';
const MINE = `{ myPreferences { ${FIELDS} } }`;
const OF = `query ($id: ID!) { preferences(memberId: $id) { ${FIELDS} } }`;
const CHOOSE = `mutation ($input: ChoosePreferencesInput!) { choosePreferences(input: $input) { ${FIELDS} } }`;
const BY_KEY = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { preferences { currency } } ... on Preferences { currency } } }`;
const TOPICS = ['ORDERS', 'PAYMENTS', 'SUBSCRIPTION', 'POSTS'];
const BERN = { city: 'Bern', region: 'BE', country: 'CH' };
const DENVER = { city: 'Denver', region: 'CO', country: 'US' };
const inBern = {
  language: 'de',
  currency: 'CHF',
  units: 'METRIC',
  timeZone: 'Europe/Zurich',
  chosen: [],
  derivedFrom: 'CH',
  channels: ['INBOX', 'EMAIL'],
  topics: TOPICS,
};

let servers: TestServers;
let members: EventTeller;
let unit: TestedUnit;

beforeAll(async () => {
  servers = await startTestServers();
  members = await eventTeller('members', servers);
  unit = await startTestedUnit(preferences, servers);
}, 60_000);
afterAll(async () => {
  await unit?.stop();
  await members?.stop();
  await servers?.stop();
});

/** The data of an operation that is to go well. */
async function ask(document: string, variables = {}, actor?: string) {
  const { data, errors } = await unit.query(document, variables, actor);
  expect(errors).toEqual([]);
  return data;
}

/** The extensions of the one error of an operation that is to be refused. */
async function refusal(document: string, variables = {}, actor?: string) {
  const { errors } = await unit.query(document, variables, actor);
  expect(errors).toHaveLength(1);
  return errors[0]?.extensions;
}

/** The copy of where a member lives; null for one who left. */
async function lives(id: string, place: object | null, rev = 1): Promise<void> {
  const replica = unit.running.replicas.get('location');
  const row = { _id: id, epoch: 1, rev, at: new Date(), shape: replica?.plan.shape ?? '' };
  await replica?.apply([
    place === null ? { ...row, gone: true } : { ...row, data: { city: null, region: null, ...place } },
  ]);
}

/** Waits for the view, which is there when a reaction has stored something. */
async function viewed(id: string, expected: object | null | undefined): Promise<void> {
  await eventually(`PreferenceChannels of ${id}`, async () => {
    const view = await unit.view('PreferenceChannels', id);
    return isDeepStrictEqual(view, expected);
  });
}

describe('what a member did not choose', () => {
  test('is derived from where they live, also when nothing is stored', async () => {
    await lives('ada', BERN);
    expect(await ask(MINE, {}, 'ada')).toEqual({ myPreferences: { id: 'ada', ...inBern } });
    expect(await ask(OF, { id: 'ada' }, 'staff:eva')).toEqual({ preferences: { id: 'ada', ...inBern } });
    await lives('placeless', { country: null });
    expect(await ask(OF, { id: 'placeless' }, 'placeless')).toMatchObject({
      preferences: { currency: 'USD', timeZone: 'UTC', derivedFrom: null },
    });
  });

  test('is stored and published when they join', async () => {
    await lives('bob', BERN);
    await members.tell('Member', 'MemberJoined', 'bob', 'bob-joined', { country: 'CH' });
    await viewed('bob', { channels: ['INBOX', 'EMAIL'], topics: TOPICS, language: 'de', id: 'bob' });
    expect(await ask(MINE, {}, 'bob')).toEqual({ myPreferences: { id: 'bob', ...inBern } });
  });

  test('follows when they move, and what was chosen stays', async () => {
    await lives('cleo', BERN);
    await members.tell('Member', 'MemberJoined', 'cleo', 'cleo-joined', { country: 'CH' });
    const input = { language: 'fr', channels: ['INBOX'] };
    expect((await ask(CHOOSE, { input }, 'cleo')).choosePreferences).toMatchObject({ chosen: ['LANGUAGE'] });
    await lives('cleo', DENVER, 2);
    await members.tell('Member', 'MemberRelocated', 'cleo', 'cleo-moved', { previousCountry: 'CH', country: 'US' });
    const moved = { language: 'fr', currency: 'USD', units: 'IMPERIAL', timeZone: 'America/Denver' };
    await eventually('the new region', async () => (await ask(MINE, {}, 'cleo')).myPreferences.derivedFrom === 'US');
    expect(await ask(MINE, {}, 'cleo')).toMatchObject({
      myPreferences: { ...moved, chosen: ['LANGUAGE'], channels: ['INBOX'] },
    });
    expect((await ask(CHOOSE, { input: { language: null } }, 'cleo')).choosePreferences).toMatchObject({
      language: 'en',
      chosen: [],
    });
  });

  test('is the last known where members is away and the copy has no row any more', async () => {
    await lives('dan', BERN);
    await ask(CHOOSE, { input: {} }, 'dan');
    const collection = unit.running.connection.db?.collection('replica.members.MemberLocation');
    await collection?.deleteOne({ _id: 'dan' } as never);
    expect(await ask(MINE, {}, 'dan')).toEqual({ myPreferences: { id: 'dan', ...inBern } });
  });
});

describe('choosePreferences', () => {
  test('stores what is chosen, once, whatever comes first', async () => {
    await lives('eve', BERN);
    const inputs = [{ currency: 'EUR' }, { units: 'IMPERIAL' }, { timeZone: 'Europe/Paris' }, { topics: [] }];
    const [answers] = await Promise.all([
      Promise.all(inputs.map((input) => unit.query(CHOOSE, { input }, 'eve'))),
      members.tell('Member', 'MemberJoined', 'eve', 'eve-joined', { country: 'CH' }),
    ]);
    for (const [i, { errors }] of answers.entries()) {
      expect(errors.every(({ extensions }) => extensions.code === 'CONFLICT')).toBe(true);
      if (errors.length > 0) await ask(CHOOSE, { input: inputs[i] }, 'eve');
    }
    expect(await ask(MINE, {}, 'eve')).toMatchObject({
      myPreferences: { currency: 'EUR', units: 'IMPERIAL', timeZone: 'Europe/Paris', topics: [], language: 'de' },
    });
    await viewed('eve', { channels: ['INBOX', 'EMAIL'], topics: [], language: 'de', id: 'eve' });
  });

  test('refuses every fault at once, nobody, staff, and who has left', async () => {
    await lives('left', null);
    const input = { language: 'xx', currency: 'Taler' };
    expect(await refusal(CHOOSE, { input }, 'ada')).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'language' }, { field: 'currency' }],
    });
    expect(await refusal(CHOOSE, { input: {} })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(CHOOSE, { input: {} }, 'staff:eva')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(CHOOSE, { input: {} }, 'left')).toMatchObject({ code: 'MEMBER_UNKNOWN' });
  });
});

describe('preferences', () => {
  test('answer the member and staff alone, also by key', async () => {
    expect(await refusal(OF, { id: 'ada' })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(OF, { id: 'ada' }, 'bob')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(MINE, {}, 'staff:eva')).toMatchObject({ code: 'FORBIDDEN' });
    const r = ['Member', 'Preferences'].map((__typename) => ({ __typename, id: 'ada' }));
    expect(await ask(BY_KEY, { r }, 'ada')).toEqual({
      _entities: [{ preferences: { currency: 'CHF' } }, { currency: 'CHF' }],
    });
    const { data, errors } = await unit.query(BY_KEY, { r }, 'bob');
    expect(data).toEqual({ _entities: [{ preferences: null }, null] });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  test('of nobody are null; of one who is neither here nor to be asked for, REPLICA_UNAVAILABLE', async () => {
    expect(await ask(OF, { id: 'left' }, 'staff:eva')).toEqual({ preferences: null });
    expect(await refusal(OF, { id: 'never-heard-of' }, 'staff:eva')).toMatchObject({ code: 'REPLICA_UNAVAILABLE' });
  });

  test('go with the member', async () => {
    await lives('bob', null, 9);
    await members.tell('Member', 'MemberErased', 'bob', 'bob-erased', { joinedAt: new Date().toISOString() });
    await viewed('bob', null);
    expect(await ask(OF, { id: 'bob' }, 'staff:eva')).toEqual({ preferences: null });
  });
});
