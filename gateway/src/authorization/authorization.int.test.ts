import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTokenIssuer, type TokenIssuer } from '@wellspring/kit/testing';
import { parse, validate, visit } from 'graphql';
import { Random } from '../execution/oracle/Random.ts';
import { randomOperation } from '../execution/oracle/randomOperation.ts';
import { buildSupergraph } from '../supergraph/buildSupergraph.ts';
import { eventually } from '../testing/eventually.ts';
import { startSubgraph, type TestSubgraph } from '../testing/startSubgraph.ts';
import { composed, startTestGateway, type TestGateway, type TestResult } from '../testing/startTestGateway.ts';

const NOTE = { __typename: 'Note', id: 'n1', title: 'A note', body: 'A body' };
const users: Record<string, object> = {
  u1: {
    id: 'u1',
    name: 'Ada',
    email: 'ada@example.org',
    salary: 100,
    badge: 'GOLD',
    strict: 'x',
    friends: ['u2'],
  },
  u2: { id: 'u2', name: 'Bob', email: 'bob@example.org', salary: 200, badge: 'IRON', strict: 'y', friends: [] },
};
const POST = { __typename: 'Post', id: 'p1', title: 'A post', rank: 1, author: users.u1 };
let changes: string[] = [];

const people = `
  type Query {
    me: User
    users: [User!]
    must: User!
    ledger: Ledger
    counter: Int @requiresScopes(scopes: [["count"]])
    feed: [Item!]
    item: Item
    any: Any
    code: Secret
    level: Level
    vault: Vault
    open(level: Level): String
  }
  type Mutation {
    rename(name: String): User
    pay: String @requiresScopes(scopes: [["pay"]])
    touch: String
  }
  type User @key(fields: "id") {
    id: ID!
    name: String
    email: String @authenticated
    salary: Int @requiresScopes(scopes: [["hr", "read"], ["admin"]])
    badge: String @policy(policies: [["trusted"], ["staff", "inside"]])
    strict: String! @requiresScopes(scopes: [["hr"]])
    friends: [User!]
    nested: Nested
  }
  type Nested { secret: String @authenticated  deeper: Nested  plain: String }
  type Ledger @authenticated { total: Int  audit: String @requiresScopes(scopes: [["audit"]]) }
  interface Item { id: ID!  title: String }
  type Post implements Item @key(fields: "id") { id: ID!  title: String  rank: Int  author: User }
  type Note implements Item @authenticated { id: ID!  title: String @requiresScopes(scopes: [["notes"]])  body: String }
  union Any = Post | Note
  type Vault @key(fields: "code") { code: String @authenticated  label: String }
  scalar Secret @authenticated
  enum Level @policy(policies: [["levels"]]) { LOW HIGH }
`;
const extras = `
  type User @key(fields: "id") {
    id: ID!
    salary: Int @external
    bonus: Int @requires(fields: "salary") @requiresScopes(scopes: [["hr", "read"], ["admin"]])
    likes: Int
  }
  type Vault @key(fields: "code") { code: String  size: Int }
`;

let issuer: TokenIssuer;
let a: TestSubgraph;
let b: TestSubgraph;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  a = await startSubgraph('people', people, {
    Query: {
      me: () => users.u1,
      users: () => Object.values(users),
      must: () => users.u1,
      ledger: () => ({ total: 5, audit: 'fine' }),
      counter: () => 3,
      feed: () => [POST, NOTE],
      item: () => NOTE,
      any: () => POST,
      code: () => 'secret',
      level: () => 'HIGH',
      vault: () => ({ code: '1234', label: 'A vault' }),
      open: () => 'open',
    },
    Mutation: {
      rename: () => {
        changes.push('rename');
        return users.u1;
      },
      pay: () => {
        changes.push('pay');
        return 'paid';
      },
      touch: () => {
        changes.push('touch');
        return 'touched';
      },
    },
    User: {
      __resolveReference: (({ id }: { id: string }) => users[id]) as never,
      friends: (({ friends }: { friends: string[] }) => friends.map((id) => users[id])) as never,
      nested: () => ({ secret: 's', plain: 'p', deeper: { secret: 't' } }),
    },
  });
  b = await startSubgraph('extras', extras, {
    User: { bonus: (({ salary }: { salary: number }) => salary / 10) as never, likes: () => 7 },
    Vault: { size: () => 9 },
  });
});
afterAll(async () => {
  await Promise.all([a.stop(), b.stop(), issuer.stop()]);
});
beforeEach(() => {
  changes = [];
  a.requests.length = 0;
  b.requests.length = 0;
});

/** Everything that subgraphs were asked. */
const asked = () => [...a.requests, ...b.requests].map(({ query }) => query).join('\n');
const bearer = async (scope?: string, policies?: readonly string[]) => ({
  authorization: `Bearer ${await issuer.sign({ ...(scope === undefined ? {} : { scope }), ...(policies === undefined ? {} : { policies }) })}`,
});
const told = ({ errors = [] }: TestResult) =>
  errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions?.code}`);

/** Fields that are fetched for nobody; `Query.code` has a name that a key has, too. */
const GUARDED: ReadonlySet<string> = new Set([
  ...['email', 'salary', 'bonus', 'badge', 'strict', 'secret', 'ledger', 'total', 'audit', 'counter', 'body', 'level'],
]);

type Sent = {
  readonly data: unknown;
  readonly errors?: readonly { readonly path: readonly string[]; readonly extensions: { readonly code: string } }[];
};

async function send(
  { gateway }: TestGateway,
  query: string,
  variables: object,
  headers: Record<string, string>,
): Promise<Sent> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Sent;
}

/** The names of the fields that subgraphs were asked for, whatever they were called. */
function fieldsAsked(): readonly string[] {
  const names: string[] = [];
  for (const { query } of [...a.requests, ...b.requests])
    visit(parse(query), { Field: ({ name }) => void names.push(name.value) });
  return names;
}

/** Where somebody's answer differs from that of who may see all, other than by a null at, above or below a place that was told. */
function differences(
  some: unknown,
  all: unknown,
  places: readonly (readonly string[])[],
  path: readonly string[],
): readonly string[] {
  if (some === null && all !== null) {
    const told = places.some((place) => path.every((key, index) => index >= place.length || place[index] === key));
    return told ? [] : [path.join('.')];
  }
  if (Array.isArray(some) && Array.isArray(all) && some.length === all.length)
    return some.flatMap((item, index) => differences(item, all[index], places, path));
  if (typeof some === 'object' && typeof all === 'object' && some !== null && all !== null && !Array.isArray(some)) {
    if (Object.keys(some).join() !== Object.keys(all).join()) return [`${path.join('.')} has other keys`];
    return Object.entries(some).flatMap(([key, value]) =>
      differences(value, (all as Record<string, unknown>)[key], places, [...path, key]),
    );
  }
  return some === all ? [] : [path.join('.')];
}

describe.each(['hive', 'apollo'] as const)('guards, planned by %s', (planner) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway([a, b], {
      executor: 'compiled',
      planner,
      identity: 'development',
      tokens: issuer.tokens,
    });
  });
  afterAll(() => gateway.stop());

  test.each<[what: string, query: string, data: object | null, refused: string[], absent?: string[]]>([
    [
      'a guarded field is null, the rest is there',
      '{ me { name email } }',
      { me: { name: 'Ada', email: null } },
      ['me.email'],
      ['email'],
    ],
    [
      'an alias is the place that is told',
      '{ me { likes: name salary: email } }',
      { me: { likes: 'Ada', salary: null } },
      ['me.salary'],
      ['email'],
    ],
    [
      'in a list it is told once',
      '{ users { name email } }',
      {
        users: [
          { name: 'Ada', email: null },
          { name: 'Bob', email: null },
        ],
      },
      ['users.email'],
      ['email'],
    ],
    [
      'at two places it is told twice',
      '{ me { email friends { email name } } }',
      { me: { email: null, friends: [{ email: null, name: 'Bob' }] } },
      ['me.email', 'me.friends.email'],
      ['email'],
    ],
    ['a non-null field takes its parent along', '{ me { name strict } }', { me: null }, ['me.strict'], ['strict']],
    [
      'a non-null field in a list of non-null items takes the list',
      '{ users { name strict } open }',
      { users: null, open: 'open' },
      ['users.strict'],
      ['strict'],
    ],
    [
      'nothing is left where all the way up is non-null',
      '{ must { strict name } open }',
      null,
      ['must.strict'],
      ['strict'],
    ],
    [
      'a fragment',
      'query { me { ...F } } fragment F on User { name email }',
      { me: { name: 'Ada', email: null } },
      ['me.email'],
      ['email'],
    ],
    [
      'a fragment in a fragment, spread twice',
      '{ me { ...F friends { ...F } } } fragment F on User { ...G } fragment G on User { email likes }',
      { me: { email: null, likes: 7, friends: [{ email: null, likes: 7 }] } },
      ['me.email', 'me.friends.email'],
      ['email'],
    ],
    [
      'an inline fragment without a condition',
      '{ me { ... { email } name } }',
      { me: { email: null, name: 'Ada' } },
      ['me.email'],
      ['email'],
    ],
    ['what is skipped is not told', '{ me { name email @skip(if: true) } }', { me: { name: 'Ada' } }, []],
    [
      'a type guards each field that returns it',
      '{ ledger { total } open }',
      { ledger: null, open: 'open' },
      ['ledger'],
      ['ledger', 'total'],
    ],
    [
      '__typename of a guarded object is not to be had',
      '{ ledger { __typename } open }',
      { ledger: null, open: 'open' },
      ['ledger'],
      ['ledger'],
    ],
    [
      '__typename alone stays of an object that is open',
      '{ me { __typename email } }',
      { me: { __typename: 'User', email: null } },
      ['me.email'],
      ['email'],
    ],
    [
      'an object of which nothing else was asked is there all the same',
      '{ me { name nested { secret } } }',
      { me: { name: 'Ada', nested: { secret: null } } },
      ['me.nested.secret'],
      ['secret'],
    ],
    ['a scalar guards each field of it', '{ code open }', { code: null, open: 'open' }, ['code'], ['code']],
    [
      'an enum guards each field of it, but no argument',
      '{ level open(level: LOW) }',
      { level: null, open: 'open' },
      ['level'],
      ['{level'],
    ],
    ['a guarded root field', '{ counter open }', { counter: null, open: 'open' }, ['counter'], ['counter']],
    [
      'an interface takes what all its types require',
      '{ item { title } open }',
      { item: null, open: 'open' },
      ['item.title'],
      ['title'],
    ],
    [
      'a key of an interface too, and it is not null',
      '{ feed { id } open }',
      { feed: null, open: 'open' },
      ['feed.id'],
      ['{id'],
    ],
    [
      'a fragment on an open type of an interface',
      '{ feed { __typename ... on Post { title rank } } }',
      { feed: [{ __typename: 'Post', title: 'A post', rank: 1 }, { __typename: 'Note' }] },
      [],
    ],
    [
      'a fragment on a guarded type of an interface',
      '{ item { __typename ... on Note { body } ... on Post { rank } } }',
      { item: { __typename: 'Note', body: null } },
      ['item.body'],
      ['body'],
    ],
    [
      'an interface inside of a fragment on an open type',
      '{ feed { ... on Post { ... on Item { id title } } } }',
      { feed: [{ id: 'p1', title: 'A post' }, {}] },
      [],
    ],
    [
      'a named fragment on an interface, for an open type',
      '{ any { ... on Post { ...I } } } fragment I on Item { id title }',
      { any: { id: 'p1', title: 'A post' } },
      [],
    ],
    [
      'a union',
      '{ any { ... on Post { title author { email name } } ... on Note { body } } }',
      { any: { title: 'A post', author: { email: null, name: 'Ada' } } },
      ['any.author.email', 'any.body'],
      ['email', 'body'],
    ],
    [
      'the same field, refused at one place and open at another',
      '{ feed { title ... on Post { title } } }',
      { feed: [{ title: 'A post' }, { title: null }] },
      ['feed.title'],
    ],
    [
      'a field that is required for a guarded one is not fetched',
      '{ me { likes bonus } }',
      { me: { likes: 7, bonus: null } },
      ['me.bonus'],
      ['salary', 'bonus'],
    ],
    [
      'variables of what was refused are not sent',
      'query ($l: Level) { a: open(level: $l) counter }',
      { a: 'open', counter: null },
      ['counter'],
      ['counter'],
    ],
  ])('%s', async (_what, query, data, refused, absent = []) => {
    const result = await gateway.execute(query);
    expect(result).toMatchObject({ status: 200, data });
    expect(told(result)).toEqual(refused.map((path) => `${path} UNAUTHENTICATED`));
    expect(JSON.stringify(result.errors ?? [])).not.toMatch(/service|hr|scope/);
    for (const text of absent) expect(asked()).not.toContain(text);
  });

  test('introspection shows all of them', async () => {
    const { data } = await gateway.execute('{ __type(name: "User") { fields { name } } }');
    expect(data).toMatchObject({ __type: { fields: expect.arrayContaining([{ name: 'salary' }]) } });
  });

  test('where everything is refused no subgraph is asked', async () => {
    const result = await gateway.execute(
      '{ counter code me { email nested { secret deeper { secret } } } ledger { total } }',
    );
    expect(result.data).toEqual({ counter: null, code: null, me: null, ledger: null });
    expect(told(result)).toHaveLength(6);
    expect(asked()).toBe('');
  });

  test.each<[what: string, scope: string, policies: string[], query: string, field: unknown, code?: string]>([
    ['a token is enough for @authenticated', '', [], '{ me { email } }', { email: 'ada@example.org' }],
    ['a token without scopes', '', [], '{ me { salary } }', null, 'me.salary FORBIDDEN'],
    ['one of two scopes that belong together', 'hr', [], '{ me { salary } }', null, 'me.salary FORBIDDEN'],
    ['both of them', 'hr other read', [], '{ me { salary } }', { salary: 100 }],
    ['the other way', 'admin', [], '{ me { salary bonus } }', { salary: 100, bonus: 10 }],
    ['a scope whose name only begins so', 'administrator', [], '{ me { salary } }', null, 'me.salary FORBIDDEN'],
    ['a policy', '', ['trusted'], '{ me { badge } }', { badge: 'GOLD' }],
    ['one of two policies that belong together', '', ['inside'], '{ me { badge } }', null, 'me.badge FORBIDDEN'],
    ['a scope is no policy', 'trusted', [], '{ me { badge } }', null, 'me.badge FORBIDDEN'],
    ['a non-null field with its scope', 'hr', [], '{ me { strict } }', { strict: 'x' }],
  ])('%s', async (_what, scope, policies, query, me, ...[code]) => {
    const result = await gateway.execute(query, await bearer(scope, policies));
    expect(result.data).toEqual({ me });
    expect(told(result)).toEqual(code === undefined ? [] : [code]);
  });

  test("a field's requirement and its type's have both to be met", async () => {
    expect((await gateway.execute('{ ledger { total audit } }', await bearer())).data).toEqual({
      ledger: { total: 5, audit: null },
    });
    expect((await gateway.execute('{ ledger { total audit } }', await bearer('audit'))).data).toEqual({
      ledger: { total: 5, audit: 'fine' },
    });
    expect((await gateway.execute('{ feed { id title } }', await bearer())).data).toEqual({
      feed: [
        { id: 'p1', title: null },
        { id: 'n1', title: null },
      ],
    });
    expect((await gateway.execute('{ feed { id title } }', await bearer('notes'))).data).toMatchObject({
      feed: [{ title: 'A post' }, { title: 'A note' }],
    });
    expect((await gateway.execute('{ level }', await bearer('', ['levels']))).data).toEqual({ level: 'HIGH' });
  });

  test('a field that another needs is fetched and not answered', async () => {
    // bonus takes the same scopes as salary; whoever may see it may see both, so nothing is hidden from them.
    await gateway.execute('{ me { bonus } }', await bearer('admin'));
    expect(asked()).toContain('salary');
  });

  test('operations by chance: nobody sees or makes fetched what is guarded, and sees all the rest', async () => {
    const schema = buildSupergraph(composed([a, b]))
      .apiSchema()
      .toGraphQLJSSchema();
    let compared = 0;
    let refused = 0;
    for (let seed = 1; compared < 120; seed += 1) {
      const { text, variables } = randomOperation(schema, new Random(seed));
      if (validate(schema, parse(text)).length > 0) continue;
      compared += 1;
      const all = await send(gateway, text, variables, { 'x-wellspring-actor': 'staff:eva' });
      expect([seed, text, all.errors]).toEqual([seed, text, undefined]);
      a.requests.length = 0;
      b.requests.length = 0;
      const { data, errors = [] } = await send(gateway, text, variables, {});
      const places = errors.map(({ path, extensions }) => {
        expect([seed, text, extensions.code]).toEqual([seed, text, 'UNAUTHENTICATED']);
        return path;
      });
      refused += places.length;
      expect([seed, text, differences(data, all.data, places, [])]).toEqual([seed, text, []]);
      expect([seed, text, fieldsAsked().filter((name) => GUARDED.has(name))]).toEqual([seed, text, []]);
    }
    expect(refused).toBeGreaterThan(100);
  });

  test('a guarded key is fetched where a plan needs it, and not answered', async () => {
    const result = await gateway.execute('{ vault { label code size } }');
    expect(result.data).toEqual({ vault: { label: 'A vault', code: null, size: 9 } });
    expect(told(result)).toEqual(['vault.code UNAUTHENTICATED']);
    expect(JSON.stringify(b.requests.map(({ variables }) => variables))).toContain('1234');
    expect(JSON.stringify(result)).not.toContain('1234');
    const { data } = await gateway.execute('{ vault { code size } }', await bearer());
    expect(data).toEqual({ vault: { code: '1234', size: 9 } });
  });

  test('a mutation that is refused is not made, others of the operation are', async () => {
    const result = await gateway.execute('mutation { pay touch rename(name: "x") { name email } }');
    expect(result.data).toEqual({ pay: null, touch: 'touched', rename: { name: 'Ada', email: null } });
    expect(told(result)).toEqual(['pay UNAUTHENTICATED', 'rename.email UNAUTHENTICATED']);
    expect(changes).toEqual(['touch', 'rename']);
  });

  test('a mutation of which nothing may be seen is not made', async () => {
    const result = await gateway.execute('mutation { rename(name: "x") { email } }');
    expect(result.data).toEqual({ rename: null });
    expect(changes).toEqual([]);
    await gateway.execute('mutation { pay rename(name: "x") { email } }', await bearer('pay'));
    expect(changes).toEqual(['pay', 'rename']);
  });

  test('a token that is too old is refused before anything', async () => {
    const authorization = `Bearer ${await issuer.sign({ expiresIn: -60 })}`;
    expect(await gateway.execute('{ me { email name } }', { authorization })).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'ACCESS_TOKEN_EXPIRED' } }],
    });
    expect(asked()).toBe('');
  });

  test('in development a member is somebody, staff may see all', async () => {
    const query = '{ me { email salary badge } }';
    const member = await gateway.execute(query, { 'x-wellspring-actor': 'm1' });
    expect(member.data).toEqual({ me: { email: 'ada@example.org', salary: null, badge: null } });
    expect(told(member)).toEqual(['me.salary FORBIDDEN', 'me.badge FORBIDDEN']);
    const staff = await gateway.execute(query, { 'x-wellspring-actor': 'staff:eva' });
    expect(staff.data).toEqual({ me: { email: 'ada@example.org', salary: 100, badge: 'GOLD' } });
  });

  test('one text by many at a time: each is answered by their own rights', async () => {
    const query = '{ me { name email salary badge strict } users { name salary } ledger { total audit } }';
    const kinds = [
      { headers: {}, me: null, salary: null, ledger: null },
      { headers: await bearer(), me: null, salary: null, ledger: { total: 5, audit: null } },
      {
        headers: await bearer('hr read'),
        me: { email: 'ada@example.org', salary: 100, badge: null },
        salary: 100,
        ledger: { total: 5, audit: null },
      },
      {
        headers: await bearer('hr admin audit', ['trusted']),
        me: { salary: 100, badge: 'GOLD' },
        salary: 100,
        ledger: { total: 5, audit: 'fine' },
      },
    ];
    const rounds = Array.from(
      { length: 40 },
      (_, index) => kinds[(index * 7) % kinds.length] as (typeof kinds)[number],
    );
    await Promise.all(
      rounds.map(async ({ headers, me, salary, ledger }) => {
        const { data } = await gateway.execute(query, headers as Record<string, string>);
        if (me === null) expect(data?.me).toBeNull();
        else expect(data?.me).toMatchObject(me);
        expect(data?.users).toEqual([expect.objectContaining({ salary }), expect.objectContaining({ name: 'Bob' })]);
        expect(data?.ledger).toEqual(ledger);
      }),
    );
  });
});

describe('by configuration', () => {
  test('the whole operation is refused', async () => {
    const gateway = await startTestGateway([a, b], {
      executor: 'compiled',
      authorization: 'reject',
      tokens: issuer.tokens,
    });
    try {
      const nobody = await gateway.execute('{ me { name email } open }');
      expect(nobody).toMatchObject({
        status: 401,
        errors: [{ path: ['me', 'email'], extensions: { code: 'UNAUTHENTICATED' } }],
      });
      expect(nobody.data ?? null).toBeNull();
      expect(await gateway.execute('mutation { touch pay }', await bearer())).toMatchObject({ status: 403 });
      expect(changes).toEqual([]);
      expect(asked()).toBe('');
      expect(await gateway.execute('{ me { name email } }', await bearer())).toMatchObject({
        status: 200,
        data: { me: { name: 'Ada' } },
      });
    } finally {
      await gateway.stop();
    }
  });

  test('everything is answered, and logged and counted', async () => {
    const gateway = await startTestGateway([a, b], { executor: 'compiled', authorization: 'log' });
    try {
      const result = await gateway.execute('{ me { email friends { salary } } }');
      expect(result).toMatchObject({ data: { me: { email: 'ada@example.org', friends: [{ salary: 200 }] } } });
      expect(result.errors).toBeUndefined();
      expect(gateway.logs).toContainEqual(expect.objectContaining({ fields: ['me.email', 'me.friends.salary'] }));
      expect(await (await gateway.get('/metrics')).text()).toContain(
        'wellspring_gateway_refused_fields_total{mode="log",who="nobody"} 2',
      );
    } finally {
      await gateway.stop();
    }
  });

  test('the stock executor refuses such a supergraph and says what to do', async () => {
    const gateway = await startTestGateway([], { executor: 'stock' });
    try {
      await gateway.replaceSupergraph(composed([a, b]));
      const problem = await eventually(async () => {
        const { problem } = await gateway.readiness(503);
        return String(problem).includes('cannot be served') ? String(problem) : undefined;
      });
      expect(problem).toMatch(/@authenticated, @requiresScopes, @policy, .*EXECUTOR=compiled/);
    } finally {
      await gateway.stop();
    }
  });

  test('a token whose keys cannot be had is worth nothing yet', async () => {
    const headers = await bearer('admin');
    await issuer.stop();
    const gateway = await startTestGateway([a, b], { executor: 'compiled', identity: 'token', tokens: issuer.tokens });
    try {
      const result = await gateway.execute('{ me { name salary } }', headers);
      expect(result.data).toEqual({ me: { name: 'Ada', salary: null } });
      expect(told(result)).toEqual(['me.salary KEYS_UNAVAILABLE']);

      // What was asked by somebody who could not be known yet is no answer for who is.
      const held: ServerResponse[] = [];
      a.behaviour = (_request, response) => void held.push(response);
      const before = gateway.execute('{ me { name } }', headers);
      await eventually(() => held[0]);
      await issuer.restart();
      const after = gateway.execute('{ me { name } }', headers);
      await eventually(() => held[1]);
      held.forEach((response, index) => void response.end(`{"data":{"me":{"name":"${index}"}}}`));
      expect((await before).data).toEqual({ me: { name: '0' } });
      expect((await after).data).toEqual({ me: { name: '1' } });
    } finally {
      a.behaviour = undefined;
      await gateway.stop();
    }
  });
});
