import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import {
  JoinMember,
  MyPayments,
  type Operation,
  RefreshSession,
  RenameProduct,
  SavePaymentMethod,
  SearchProducts,
  SignIn,
  SignInAsStaff,
  SignUp,
} from '@wellspring/schema/operations';
import { type Answer, requireData, sendOperation } from '@wellspring/tools/client/sendOperation.ts';
import { ROOT } from '@wellspring/tools/root.ts';
import { STAFF, startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';

jest.setTimeout(180_000);

const PASSWORD = 'a password of some length';
let tested: TestedPlatform;
let token = ''; // of a member
let refresh = '';
let staff = '';
let productId = '';

beforeAll(async () => {
  // As in production: who acts is who the access token names, and nobody else; and units answer the gateway alone.
  const units = ['members', 'catalog', 'orders', 'payments'];
  tested = await startTestedPlatform(units, { env: { IDENTITY: 'token', REQUIRE_GATEWAY: 'true' } });
}, 120_000);
afterAll(async () => {
  await tested?.platform.stop();
}, 30_000);

const bearer = (accessToken: string) =>
  accessToken === '' ? {} : { headers: { authorization: `Bearer ${accessToken}` } };
const variablesOf = (variables: object) => ({ variables: variables as Record<string, unknown> });

/** One of `schema/operations`, with an access token; every error fails the test. */
const run = <Data, Variables extends object>(
  { query }: Operation<Data, Variables>,
  variables: Variables,
  by = '',
): Promise<Data> => requireData<Data>(tested.platform.gatewayUrl, { query, ...variablesOf(variables), ...bearer(by) });

/** The same, errors and all. */
const ask = <Data, Variables extends object>(
  { query }: Operation<Data, Variables>,
  variables: Variables,
  by = '',
): Promise<Answer<Data>> =>
  sendOperation<Data>(tested.platform.gatewayUrl, { query, ...variablesOf(variables), ...bearer(by) });

const codes = ({ errors }: Answer<unknown>) => errors.map(({ extensions }) => extensions?.code);

/** The command that makes the first account of staff. */
async function makeStaff(name: string): Promise<void> {
  const env = { ...process.env, MONGODB_URI: tested.platform.mongoUri('members') };
  await new Promise<void>((resolve, reject) => {
    const args = ['subgraphs/members/src/staffMain.ts', name];
    const child = execFile(process.execPath, args, { cwd: ROOT, env }, (error) => (error ? reject(error) : resolve()));
    child.stdin?.end(`${PASSWORD}\n`);
  });
}

/** What signed-in users do at catalog and payments, and what anybody sees. */
async function everythingElseGoesOn(name: string): Promise<void> {
  await run(RenameProduct, { id: productId, name }, staff);
  const { products } = await run(SearchProducts, { text: name });
  expect(products?.edges?.map(({ node }) => node?.id)).toEqual([productId]);
  await run(SavePaymentMethod, { cardToken: 'tok_approve' }, token);
  await run(MyPayments, {}, token);
}

test('members and staff sign in; their tokens count at every unit, and nothing else does', async () => {
  await makeStaff('Root');
  const input = { displayName: 'Ada', handle: 'ada', email: 'ada@example.org', password: PASSWORD };
  const { signUp } = await run(SignUp, { input });
  token = signUp?.accessToken ?? '';
  refresh = signUp?.refreshToken ?? '';
  const { signInAsStaff } = await run(SignInAsStaff, { name: 'root', password: PASSWORD });
  staff = signInAsStaff?.accessToken ?? '';

  const add = 'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }';
  const product = { sku: 'AUTH-1', name: 'Before', kind: 'BOOK', price: { amount: '10.00', currency: 'USD' } };
  const adding = { query: add, variables: { input: product } };
  const { gatewayUrl, unitUrl } = tested.platform;
  const { addProduct } = await requireData<{ addProduct: { id: string } }>(gatewayUrl, { ...adding, ...bearer(staff) });
  productId = addProduct.id;
  await everythingElseGoesOn('Everything up');

  expect(codes(await sendOperation(gatewayUrl, { ...adding, actor: STAFF }))).toEqual(['DEVELOPMENT_IDENTITY_REFUSED']);
  for (const by of [{ actor: STAFF }, bearer(staff), { headers: { 'x-wellspring-gateway': 'forged' } }]) {
    expect(codes(await sendOperation(unitUrl('catalog'), { ...adding, ...by }))).toEqual(['GATEWAY_TOKEN_REQUIRED']);
    expect(codes(await sendOperation(unitUrl('payments'), { query: '{ __typename }', ...by }))).toEqual([
      'GATEWAY_TOKEN_REQUIRED',
    ]);
  }
  for (const path of ['/healthz', '/readyz', '/metrics'])
    expect([path, (await fetch(new URL(path, unitUrl('payments')))).status]).toEqual([path, 200]);
  expect((await fetch(new URL('/.well-known/jwks.json', unitUrl('members')))).status).toBe(200);
  expect(codes(await ask(RenameProduct, { id: productId, name: 'x' }, token))).toEqual(['FORBIDDEN']);
  const enrolled = { displayName: 'Enrolled', handle: 'enrolled', email: 'enrolled@example.org' };
  expect(codes(await ask(JoinMember, { input: enrolled }, token))).toEqual(['FORBIDDEN']);
  await run(JoinMember, { input: enrolled }, staff);
  const forged = `${token.slice(0, -4)}AAAA`;
  expect(codes(await ask(MyPayments, {}, forged))).toEqual(['ACCESS_TOKEN_INVALID']);
});

test("what is one member's is shown to them and to staff, whichever way somebody asks for it", async () => {
  const { gatewayUrl } = tested.platform;
  const place = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id member { id } } }';
  const input = { lines: [{ productId, quantity: 1 }] };
  interface Placed {
    placeOrder: { id: string; member: { id: string } };
  }
  const placing = { query: place, variables: { input }, ...bearer(token) };
  const { placeOrder } = await requireData<Placed>(gatewayUrl, placing);
  const { id } = placeOrder;
  const ada = placeOrder.member.id;
  const other = { displayName: 'Bob', handle: 'bob', email: 'bob@example.org', password: PASSWORD };
  const bob = (await run(SignUp, { input: other })).signUp?.accessToken ?? '';

  const query = `query ($id: ID!, $ada: ID!) {
    order(id: $id) { id total { amount } }
    paidBy: order(id: $id) { payment { id } }
    orders(first: 1) { edges { node { id } } }
    payments(first: 1) { edges { node { id } } }
    member(id: $ada) {
      displayName email address { city } subscriptionState { status }
      orders(first: 1) { edges { node { id } } }
      payments(first: 1) { edges { node { id } } }
    }
  }`;
  const variables = { id, ada };
  const nothing = { email: null, address: null, subscriptionState: null, orders: null, payments: null };
  const hidden = {
    ...{ order: null, paidBy: null, orders: null, payments: null },
    member: { displayName: 'Ada', ...nothing },
  };
  const places = ['order', 'paidBy', 'orders', 'payments', ...Object.keys(nothing).map((field) => `member.${field}`)];
  for (const [by, code] of [
    ['', 'UNAUTHENTICATED'],
    [bob, 'FORBIDDEN'],
  ] as const) {
    const { data, errors } = await sendOperation(gatewayUrl, { query, variables, ...bearer(by) });
    expect(data).toEqual(hidden);
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions?.code]).sort()).toEqual(
      places.map((place) => [place, code]).sort(),
    );
  }
  const own = await sendOperation<typeof hidden>(gatewayUrl, { query, variables, ...bearer(token) });
  expect(own.data).toMatchObject({ order: { id }, orders: null, payments: null, member: { email: 'ada@example.org' } });
  expect(own.errors.map(({ path, extensions }) => [path?.join('.'), extensions?.code]).sort()).toEqual([
    ['orders', 'FORBIDDEN'],
    ['payments', 'FORBIDDEN'],
  ]);
  const all = await sendOperation(gatewayUrl, { query, variables, ...bearer(staff) });
  expect(codes(all)).toEqual([]);
  expect(all.data).toMatchObject({ order: { id }, member: { email: 'ada@example.org' } });
});

test('members is down: who is signed in goes on, also at units and a gateway that start then; nobody new signs in', async () => {
  const { platform } = tested;
  await platform.hold('members');
  await everythingElseGoesOn('Members down');

  const refused = await ask(SignIn, { email: 'ada@example.org', password: PASSWORD });
  expect(refused).toMatchObject({
    data: { signIn: null },
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'members' } }],
  });

  for (const service of ['catalog', 'payments', 'gateway']) {
    await platform.restart(service);
    await platform.ready(service, 60_000);
  }
  await everythingElseGoesOn('Started while members is down');
  const forged = `${token.slice(0, -4)}AAAA`;
  expect(codes(await ask(MyPayments, {}, forged))).toContain('ACCESS_TOKEN_INVALID');
});

test('members is back: sessions go on, and new ones begin', async () => {
  await tested.platform.release('members');
  await tested.platform.ready('members', 60_000);
  const { refreshSession } = await eventually(
    'the refresh',
    () => run(RefreshSession, { refreshToken: refresh }),
    20_000,
  );
  expect(codes(await ask(RefreshSession, { refreshToken: refresh }))).toEqual(['SESSION_REUSED']);
  await run(MyPayments, {}, refreshSession?.accessToken ?? '');
  const { signIn } = await run(SignIn, { email: 'ada@example.org', password: PASSWORD });
  await run(MyPayments, {}, signIn?.accessToken ?? '');
  expect(tested.unexpected).toEqual([]);
});
