import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestedUnit, testUnit } from '@wellspring/kit/testing';
import { members } from './unit.ts';

const JOIN =
  'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id displayName handle country subscription { plan paidUntil } } }';
const UPDATE =
  'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id displayName handle email avatarUrl } }';
const MOVE =
  'mutation ($address: AddressInput!) { relocateMember(address: $address) { id city region country address { street city } } }';
const LEAVE = 'mutation { leave }';

let unit: TestedUnit;
let counter = 0;

beforeAll(async () => {
  unit = await testUnit(members);
}, 60_000);
afterAll(() => unit?.stop());

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

/** A new member's id. */
async function join(input = {}): Promise<string> {
  counter += 1;
  const handle = `member_${counter}`;
  const { joinMember } = await ask(JOIN, {
    input: { displayName: `Member ${counter}`, handle, email: `${handle}@example.org`, ...input },
  });
  return joinMember.id;
}

async function eventsOf(id: string) {
  return (await unit.events())
    .filter(({ entityId }) => entityId === id)
    .map(({ type, data, rev }) => ({ type, data, rev }));
}

describe('joinMember', () => {
  test('creates a member on the free plan, records MemberJoined and publishes every view', async () => {
    const input = {
      displayName: 'Ada Lovelace',
      handle: 'Ada',
      email: 'Ada@example.org',
      avatarUrl: 'https://example.org/ada.png',
      address: { street: '1 Mill Lane', city: 'London', country: 'GB' },
    };
    const { joinMember } = await ask(JOIN, { input });
    const { id } = joinMember;
    expect(joinMember).toEqual({
      id,
      displayName: 'Ada Lovelace',
      handle: 'ada',
      country: 'GB',
      subscription: { plan: 'FREE', paidUntil: null },
    });
    expect(await eventsOf(id)).toEqual([{ type: 'MemberJoined', data: { country: 'GB' }, rev: 1 }]);
    expect(await unit.view('MemberCard', id)).toEqual({
      id,
      displayName: 'Ada Lovelace',
      handle: 'ada',
      avatarUrl: 'https://example.org/ada.png',
    });
    expect(await unit.view('MemberLocation', id)).toEqual({ id, city: 'London', region: null, country: 'GB' });
    expect(await unit.view('MemberAccess', id)).toEqual({ id, subscription: { plan: 'FREE', paidUntil: null } });
    expect(await unit.view('MemberContact', id)).toEqual({ id, displayName: 'Ada Lovelace', email: 'Ada@example.org' });
  });

  test('refuses a handle or an e-mail address that another member has, whatever its capitals', async () => {
    await join({ handle: 'grace', email: 'grace@example.org' });
    const other = { displayName: 'Another', handle: 'another', email: 'another@example.org' };
    expect(await refusal(JOIN, { input: { ...other, handle: 'GRACE' } })).toMatchObject({ code: 'HANDLE_TAKEN' });
    expect(await refusal(JOIN, { input: { ...other, email: 'Grace@Example.org' } })).toMatchObject({
      code: 'EMAIL_TAKEN',
    });
  });

  test('tells every fault of an input at once', async () => {
    const input = { displayName: '', handle: 'a', email: 'nowhere', address: { city: 'Ulm', country: 'XX' } };
    const { code, faults } = (await refusal(JOIN, { input })) as { code: string; faults: { field: string }[] };
    expect([code, faults.map(({ field }) => field).sort()]).toEqual([
      'BAD_INPUT',
      ['address.country', 'displayName', 'email', 'handle'],
    ]);
  });
});

describe('updateProfile', () => {
  test('changes what is given, and records the names of the fields, not their values', async () => {
    const id = await join({ avatarUrl: 'https://example.org/a.png' });
    const { updateProfile } = await ask(UPDATE, { input: { displayName: 'Renamed', avatarUrl: null } }, id);
    expect(updateProfile).toMatchObject({
      id,
      displayName: 'Renamed',
      avatarUrl: null,
      email: expect.stringContaining('@example.org'),
    });
    expect((await eventsOf(id)).at(-1)).toEqual({
      type: 'ProfileUpdated',
      data: { fields: ['displayName', 'avatarUrl'] },
      rev: 2,
    });
    expect(await unit.view('MemberCard', id)).toMatchObject({ displayName: 'Renamed', avatarUrl: null });
  });

  test('writes nothing when nothing changes', async () => {
    const id = await join({ displayName: 'Same' });
    await ask(UPDATE, { input: { displayName: 'Same' } }, id);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test("refuses what is another member's, null where a value is needed, nobody, staff, and who has left", async () => {
    const [id, other] = [
      await join({ handle: 'mine', email: 'mine@example.org' }),
      await join({ handle: 'yours', email: 'yours@example.org' }),
    ];
    expect(await refusal(UPDATE, { input: { handle: 'mine' } }, other)).toMatchObject({ code: 'HANDLE_TAKEN' });
    expect(await refusal(UPDATE, { input: { email: 'MINE@example.org' } }, other)).toMatchObject({
      code: 'EMAIL_TAKEN',
    });
    expect(await refusal(UPDATE, { input: { displayName: null } }, id)).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'displayName' }],
    });
    expect(await refusal(UPDATE, { input: {} })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(UPDATE, { input: {} }, 'staff:eva')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(UPDATE, { input: {} }, 'nobody-known')).toMatchObject({ code: 'MEMBER_UNKNOWN' });
  });

  test('of two changes at once, one succeeds or both do in turn; none is lost in silence', async () => {
    const id = await join();
    const names = Array.from({ length: 8 }, (_, i) => `Name ${i}`);
    const answers = await Promise.all(names.map((displayName) => unit.query(UPDATE, { input: { displayName } }, id)));
    const won = answers.filter(({ errors }) => errors.length === 0).length;
    const lost = answers.filter(({ errors }) => errors[0]?.extensions.code === 'CONFLICT').length;
    expect(won + lost).toBe(names.length);
    expect(won).toBeGreaterThan(0);
    expect((await eventsOf(id)).filter(({ type }) => type === 'ProfileUpdated')).toHaveLength(won);
  });
});

describe('relocateMember', () => {
  test('moves the member, and records from where to where', async () => {
    const id = await join({ address: { city: 'London', country: 'GB' } });
    const address = { street: 'Neue Gasse 1', city: 'Ulm', region: 'BW', country: 'DE' };
    const { relocateMember } = await ask(MOVE, { address }, id);
    expect(relocateMember).toEqual({
      id,
      city: 'Ulm',
      region: 'BW',
      country: 'DE',
      address: { street: 'Neue Gasse 1', city: 'Ulm' },
    });
    expect((await eventsOf(id)).at(-1)).toEqual({
      type: 'MemberRelocated',
      data: { previousCountry: 'GB', country: 'DE' },
      rev: 2,
    });
    expect(await unit.view('MemberLocation', id)).toEqual({ id, city: 'Ulm', region: 'BW', country: 'DE' });
  });

  test('writes nothing when the member lives there already', async () => {
    const id = await join({ address: { city: 'London', country: 'GB' } });
    await ask(MOVE, { address: { city: 'London', country: 'GB' } }, id);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test('refuses a bad address, nobody, and who has left', async () => {
    const id = await join();
    expect(await refusal(MOVE, { address: { city: '', country: 'Germany' } }, id)).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'country' }, { field: 'city' }],
    });
    const address = { city: 'Ulm', country: 'DE' };
    expect(await refusal(MOVE, { address })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(MOVE, { address }, 'nobody-known')).toMatchObject({ code: 'MEMBER_UNKNOWN' });
  });
});

describe('leave', () => {
  test('removes the member, tells every copy so, and frees the handle', async () => {
    const id = await join({ handle: 'leaver', email: 'leaver@example.org' });
    expect(await ask(LEAVE, {}, id)).toEqual({ leave: id });
    expect(
      await ask('query ($id: ID!) { member(id: $id) { id } memberByHandle(handle: "leaver") { id } }', { id }),
    ).toEqual({ member: null, memberByHandle: null });
    expect((await eventsOf(id)).at(-1)).toEqual({
      type: 'MemberErased',
      data: { joinedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
      rev: 2,
    });
    for (const view of ['MemberCard', 'MemberLocation', 'MemberAccess', 'MemberContact'])
      expect(await unit.view(view, id)).toBeNull();
    await join({ handle: 'leaver', email: 'leaver@example.org' });
  });

  test('refuses nobody, and who has left', async () => {
    const id = await join();
    await ask(LEAVE, {}, id);
    expect(await refusal(LEAVE, {}, id)).toMatchObject({ code: 'MEMBER_UNKNOWN' });
    expect(await refusal(LEAVE)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('finding members', () => {
  test('by id, by handle, and oneself', async () => {
    const id = await join({ handle: 'findable' });
    const found = await ask(
      'query ($id: ID!) { member(id: $id) { handle joinedAt } memberByHandle(handle: " FindAble") { id } me { id } none: member(id: "none") { id } }',
      { id },
      id,
    );
    expect(found).toEqual({
      member: { handle: 'findable', joinedAt: expect.stringMatching(/Z$/) },
      memberByHandle: { id },
      me: { id },
      none: null,
    });
    expect(await ask('{ me { id } }')).toEqual({ me: null });
    expect(await ask('{ me { id } }', {}, 'staff:eva')).toEqual({ me: null });
  });

  test('page by page, each once, in the order they joined, counted only when asked', async () => {
    for (let i = 0; i < 3; i += 1) await join();
    const page =
      'query ($after: String) { members(first: 2, after: $after) { edges { node { id joinedAt } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }';
    const seen: { id: string; joinedAt: string }[] = [];
    let total = 0;
    for (let after: string | null = null, more = true; more; ) {
      const { members: list } = await ask(page, { after });
      expect(list.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...list.edges.map(({ node }: { node: { id: string; joinedAt: string } }) => node));
      total = list.totalCount;
      after = list.pageInfo.endCursor;
      more = list.pageInfo.hasNextPage;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.length).toBe(total);
    expect(seen.map(({ joinedAt }) => joinedAt)).toEqual(seen.map(({ joinedAt }) => joinedAt).toSorted());
  });

  test('refuses a page that is too large and a cursor that is none', async () => {
    expect(await refusal('{ members(first: 101) { totalCount } }')).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'first' }],
    });
    expect(await refusal('{ members(after: "x") { totalCount } }')).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'after' }],
    });
  });
});

describe('row-level fields', () => {
  const READ = 'query ($id: ID!) { member(id: $id) { city email address { street } } }';

  test('answer the member and staff', async () => {
    const id = await join({
      email: 'private@example.org',
      address: { street: '1 Mill Lane', city: 'London', country: 'GB' },
    });
    const whole = { member: { city: 'London', email: 'private@example.org', address: { street: '1 Mill Lane' } } };
    expect(await ask(READ, { id }, id)).toEqual(whole);
    expect(await ask(READ, { id }, 'staff:eva')).toEqual(whole);
  });

  test('are null and FORBIDDEN for anybody else, and the rest is answered', async () => {
    const [id, other] = [
      await join({ address: { street: '1 Mill Lane', city: 'London', country: 'GB' } }),
      await join(),
    ];
    for (const actor of [other, undefined]) {
      const { data, errors } = await unit.query(READ, { id }, actor);
      expect(data).toEqual({ member: { city: 'London', email: null, address: null } });
      expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
        ['member.email', 'FORBIDDEN'],
        ['member.address', 'FORBIDDEN'],
      ]);
    }
  });
});

test('the gateway can ask for a member by key', async () => {
  const id = await join({ displayName: 'By key' });
  const data = await ask(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { id displayName } } }',
    {
      r: [
        { __typename: 'Member', id },
        { __typename: 'Member', id: 'none' },
      ],
    },
  );
  expect(data._entities).toEqual([{ id, displayName: 'By key' }, null]);
});
