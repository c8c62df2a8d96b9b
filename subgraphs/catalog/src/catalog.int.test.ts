import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventTeller, eventTeller, eventually, testUnit } from '@wellspring/kit/testing';
import { catalog } from './unit.ts';

const STAFF = 'staff:eva';
const ADD =
  'mutation ($input: AddProductInput!) { addProduct(input: $input) { id sku name kind price { amount currency } active stock { onHand } } }';
const RENAME = 'mutation ($id: ID!, $name: String!) { renameProduct(id: $id, name: $name) { name } }';
const REPRICE =
  'mutation ($id: ID!, $price: MoneyInput!) { repriceProduct(id: $id, price: $price) { price { amount currency } } }';
const RETIRE = 'mutation ($id: ID!) { retireProduct(id: $id) { active } }';
const RECEIVE =
  'mutation ($productId: ID!, $quantity: Int!) { receiveStock(productId: $productId, quantity: $quantity) { id onHand product { sku } } }';
const usd = (amount: string) => ({ amount, currency: 'USD' });

let unit: Awaited<ReturnType<typeof testUnit>>;
let orders: EventTeller;
let counter = 0;

beforeAll(async () => {
  unit = await testUnit(catalog);
  orders = await eventTeller('orders', unit.servers);
}, 60_000);
afterAll(async () => {
  await orders?.stop();
  await unit?.stop();
});

/** The data of an operation, by staff unless told otherwise, that is to go well. */
async function ask(document: string, variables = {}, actor: string | undefined = STAFF) {
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

function input(changes = {}) {
  counter += 1;
  return { sku: `SKU-${counter}`, name: `Product ${counter}`, kind: 'BOOK', price: usd('10.00'), ...changes };
}

async function add(changes = {}): Promise<string> {
  return (await ask(ADD, { input: input(changes) })).addProduct.id;
}

async function eventsOf(id: string) {
  return (await unit.events())
    .filter(({ entityId }) => entityId === id)
    .map(({ entity, type, data }) => ({ entity, type, data }));
}

describe('addProduct', () => {
  test('adds a product, records ProductAdded and publishes ProductListing', async () => {
    const standard = { sku: 'SCTE-24-1-2021', name: 'SCTE 24-1 2021', kind: 'STANDARD', price: usd('129') };
    const { addProduct } = await ask(ADD, { input: input(standard) });
    const { id } = addProduct;
    expect(addProduct).toEqual({ id, ...standard, price: usd('129.00'), active: true, stock: null });
    expect(await eventsOf(id)).toEqual([
      { entity: 'Product', type: 'ProductAdded', data: { sku: 'SCTE-24-1-2021', kind: 'STANDARD' } },
    ]);
    expect(await unit.view('ProductListing', id)).toEqual({ id, ...standard, price: usd('129.00'), active: true });
  });

  test('keeps it in stock when told how many', async () => {
    const { addProduct } = await ask(ADD, { input: input({ onHand: 7 }) });
    expect(addProduct.stock).toEqual({ onHand: 7 });
    expect((await eventsOf(addProduct.id)).at(-1)).toEqual({
      entity: 'Stock',
      type: 'StockReceived',
      data: { quantity: 7, onHand: 7 },
    });
    expect((await ask(ADD, { input: input({ onHand: 0 }) })).addProduct.stock).toEqual({ onHand: 0 });
  });

  test('refuses a sku that another product has, also a retired one', async () => {
    const id = await add({ sku: 'TAKEN' });
    expect(await refusal(ADD, { input: input({ sku: 'TAKEN' }) }, STAFF)).toMatchObject({ code: 'SKU_TAKEN' });
    await ask(RETIRE, { id });
    expect(await refusal(ADD, { input: input({ sku: 'TAKEN' }) }, STAFF)).toMatchObject({ code: 'SKU_TAKEN' });
  });

  test('tells every fault of an input at once', async () => {
    const bad = input({ sku: 'no good', name: '', price: { amount: '1.5', currency: 'JPY' }, onHand: -1 });
    const { code, faults } = (await refusal(ADD, { input: bad }, STAFF)) as {
      code: string;
      faults: { field: string }[];
    };
    expect([code, faults.map(({ field }) => field)]).toEqual(['BAD_INPUT', ['sku', 'name', 'price', 'onHand']]);
  });

  test('refuses a price that is no exact decimal', async () => {
    const { errors } = await unit.query(ADD, { input: input({ price: { amount: 1.5, currency: 'USD' } }) }, STAFF);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain('Expected a Decimal, an exact number as text such as "129.00"; got 1.5.');
  });
});

test.each([
  ['addProduct', ADD, () => ({ input: input() })],
  ['renameProduct', RENAME, () => ({ id: 'p', name: 'x' })],
  ['repriceProduct', REPRICE, () => ({ id: 'p', price: usd('1') })],
  ['retireProduct', RETIRE, () => ({ id: 'p' })],
  ['receiveStock', RECEIVE, () => ({ productId: 'p', quantity: 1 })],
])('%s is for staff alone', async (_name, mutation, variables) => {
  expect(await refusal(mutation, variables())).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await refusal(mutation, variables(), 'm1')).toMatchObject({ code: 'FORBIDDEN' });
});

test.each([
  ['renameProduct', RENAME, { id: 'none', name: 'x' }],
  ['repriceProduct', REPRICE, { id: 'none', price: usd('1') }],
  ['retireProduct', RETIRE, { id: 'none' }],
  ['receiveStock', RECEIVE, { productId: 'none', quantity: 1 }],
])('%s of no product is NOT_FOUND', async (_name, mutation, variables) => {
  expect(await refusal(mutation, variables, STAFF)).toMatchObject({ code: 'NOT_FOUND' });
});

describe('changing a product', () => {
  test('renaming changes the copy and how it is found', async () => {
    const id = await add({ name: 'Old pangolin' });
    expect(await ask(RENAME, { id, name: 'New pangolin' })).toEqual({ renameProduct: { name: 'New pangolin' } });
    expect((await eventsOf(id)).at(-1)).toEqual({
      entity: 'Product',
      type: 'ProductRenamed',
      data: { previous: 'Old pangolin', name: 'New pangolin' },
    });
    expect(await unit.view('ProductListing', id)).toMatchObject({ name: 'New pangolin' });
    expect((await ask('{ products(text: "old pangolin") { totalCount } }')).products.totalCount).toBe(0);
    expect(await refusal(RENAME, { id, name: ' ' }, STAFF)).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'name' }],
    });
  });

  test('repricing changes the copy and tells both prices', async () => {
    const id = await add();
    expect(await ask(REPRICE, { id, price: usd('12.5') })).toEqual({ repriceProduct: { price: usd('12.50') } });
    expect((await eventsOf(id)).at(-1)).toEqual({
      entity: 'Product',
      type: 'ProductRepriced',
      data: { previous: usd('10.00'), price: usd('12.50') },
    });
    expect(await unit.view('ProductListing', id)).toMatchObject({ price: usd('12.50') });
    expect(await refusal(REPRICE, { id, price: usd('-1') }, STAFF)).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'price' }],
    });
  });

  test('retiring takes it off sale; it stays readable', async () => {
    const id = await add({ sku: 'RETIRED' });
    expect(await ask(RETIRE, { id })).toEqual({ retireProduct: { active: false } });
    expect((await eventsOf(id)).at(-1)).toEqual({
      entity: 'Product',
      type: 'ProductRetired',
      data: { sku: 'RETIRED' },
    });
    expect(await unit.view('ProductListing', id)).toMatchObject({ active: false });
    expect(
      await ask('query ($id: ID!) { product(id: $id) { active } productBySku(sku: "RETIRED") { id } }', { id }),
    ).toEqual({ product: { active: false }, productBySku: { id } });
  });

  test('to what it is already writes nothing', async () => {
    const id = await add({ name: 'Same' });
    await ask(RENAME, { id, name: 'Same' });
    await ask(REPRICE, { id, price: usd('10') });
    expect(await eventsOf(id)).toHaveLength(1);
    await ask(RETIRE, { id });
    await ask(RETIRE, { id });
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test('at the same time loses no change in silence: who comes too late hears CONFLICT', async () => {
    const id = await add();
    const prices = Array.from({ length: 8 }, (_, i) => usd(`${i + 20}.00`));
    const answers = await Promise.all(prices.map((price) => unit.query(REPRICE, { id, price }, STAFF)));
    const won = answers.filter(({ errors }) => errors.length === 0).length;
    expect(won + answers.filter(({ errors }) => errors[0]?.extensions.code === 'CONFLICT').length).toBe(prices.length);
    expect(await eventsOf(id)).toHaveLength(1 + won);
  });
});

describe('receiveStock', () => {
  test('adds to what is on hand', async () => {
    const productId = await add({ sku: 'STOCKED', onHand: 3 });
    expect(await ask(RECEIVE, { productId, quantity: 4 })).toEqual({
      receiveStock: { id: productId, onHand: 7, product: { sku: 'STOCKED' } },
    });
    expect((await eventsOf(productId)).at(-1)).toEqual({
      entity: 'Stock',
      type: 'StockReceived',
      data: { quantity: 4, onHand: 7 },
    });
  });

  test('opens the stock of a product that has none: what a crash between adding the two leaves behind', async () => {
    const productId = await add();
    expect((await ask(RECEIVE, { productId, quantity: 5 })).receiveStock.onHand).toBe(5);
    expect((await eventsOf(productId)).at(-1)).toEqual({
      entity: 'Stock',
      type: 'StockReceived',
      data: { quantity: 5, onHand: 5 },
    });
  });

  test('counts every delivery once, however many come at the same time', async () => {
    const productId = await add();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => unit.query(RECEIVE, { productId, quantity: 1 }, STAFF)),
    );
    const won = answers.filter(({ errors }) => errors.length === 0).length;
    expect(won + answers.filter(({ errors }) => errors[0]?.extensions.code === 'CONFLICT').length).toBe(8);
    const { product } = await ask('query ($id: ID!) { product(id: $id) { stock { onHand } } }', { id: productId });
    expect(product.stock.onHand).toBe(won);
  });

  test('refuses less than one', async () => {
    const productId = await add({ onHand: 1 });
    expect(await refusal(RECEIVE, { productId, quantity: 0 }, STAFF)).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'quantity' }],
    });
  });
});

describe('finding products', () => {
  const SEARCH =
    'query ($text: String, $kind: ProductKind, $retired: Boolean, $first: Int, $after: String) { products(text: $text, kind: $kind, includeRetired: $retired, first: $first, after: $after) { edges { node { sku } } pageInfo { hasNextPage endCursor } totalCount } }';
  const skus = async (variables: object): Promise<string[]> =>
    (await ask(SEARCH, variables)).products.edges.map(({ node }: { node: { sku: string } }) => node.sku);

  beforeAll(async () => {
    await add({ sku: 'OKAPI-2', name: 'okapi basics', kind: 'COURSE', description: 'Feeding and (night) care' });
    await add({ sku: 'OKAPI-1', name: 'Okapi Advanced', kind: 'COURSE', description: 'C++ for okapis' });
    await add({ sku: 'OKAPI-3', name: 'The Okapi Book', kind: 'BOOK' });
    await ask(RETIRE, { id: await add({ sku: 'OKAPI-4', name: 'An okapi of yore' }) });
  });

  test('by every word, anywhere, whatever its capitals; in the order of their names', async () => {
    expect(await skus({ text: 'OKAPI' })).toEqual(['OKAPI-1', 'OKAPI-2', 'OKAPI-3']);
    expect(await skus({ text: 'care okapi feed' })).toEqual(['OKAPI-2']);
    expect(await skus({ text: 'okapi-3' })).toEqual(['OKAPI-3']);
    expect(await skus({ text: 'okapi zebra' })).toEqual([]);
  });

  test('by kind, and retired ones when asked', async () => {
    expect(await skus({ text: 'okapi', kind: 'COURSE' })).toEqual(['OKAPI-1', 'OKAPI-2']);
    expect(await skus({ text: 'okapi', retired: true })).toEqual(['OKAPI-4', 'OKAPI-1', 'OKAPI-2', 'OKAPI-3']);
  });

  test('takes every sign for itself', async () => {
    expect(await skus({ text: 'c++' })).toEqual(['OKAPI-1']);
    expect(await skus({ text: '(night)' })).toEqual(['OKAPI-2']);
    expect(await skus({ text: 'okapi.*' })).toEqual([]);
  });

  test('page by page', async () => {
    const first = (await ask(SEARCH, { text: 'okapi', first: 2 })).products;
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(await skus({ text: 'okapi', first: 2, after: first.pageInfo.endCursor })).toEqual(['OKAPI-3']);
  });

  test('refuses a text that is too long, a page that is too large, a cursor that is none', async () => {
    expect(await refusal(SEARCH, { text: 'a '.repeat(11) })).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'text' }],
    });
    expect(await refusal(SEARCH, { first: 0 })).toMatchObject({ code: 'BAD_INPUT', faults: [{ field: 'first' }] });
    expect(await refusal(SEARCH, { after: 'x' })).toMatchObject({ code: 'BAD_INPUT', faults: [{ field: 'after' }] });
  });

  test('by id and by sku; null when there is none', async () => {
    const id = await add({ sku: 'BY-SKU' });
    expect(
      await ask(
        'query ($id: ID!) { product(id: $id) { sku } productBySku(sku: "BY-SKU") { id } a: product(id: "none") { id } b: productBySku(sku: "none") { id } }',
        { id },
      ),
    ).toEqual({
      product: { sku: 'BY-SKU' },
      productBySku: { id },
      a: null,
      b: null,
    });
  });
});

describe('an order that is handed over', () => {
  const tell = (type: string, order: string, productId: string) => {
    const lines = [{ productId, quantity: 3 }];
    const total = type === 'OrderPlaced' ? { total: usd('30.00') } : {};
    return orders.tell('Order', type, order, `${type} ${order}`, { memberId: 'm', lines, ...total });
  };
  const stockOf = async (id: string) => {
    const query = 'query ($id: ID!) { product(id: $id) { stock { onHand reserved available } } }';
    return (await ask(query, { id })).product.stock;
  };
  const stock = (id: string, onHand: number, reserved: number) =>
    eventually(`${onHand} on hand, ${reserved} reserved`, async () => {
      expect(await stockOf(id)).toEqual({ onHand, reserved, available: onHand - reserved });
      return true;
    });

  test('leaves the shelf, also when the shelf was thought to be empty: staff counts again', async () => {
    const id = await add({ onHand: 2 });
    await tell('OrderPlaced', 'o1', id);
    await stock(id, 2, 3);
    await tell('OrderFulfilled', 'o1', id);
    await stock(id, -1, 0);
    await ask(RECEIVE, { productId: id, quantity: 5 });
    await stock(id, 4, 0);
  });

  test('of a product that is not kept in stock leaves nothing behind', async () => {
    const id = await add();
    await tell('OrderPlaced', 'o2', id);
    await tell('OrderFulfilled', 'o2', id);
    const marker = await add({ onHand: 1 });
    await orders.tell('Order', 'OrderPlaced', 'o2', 'a sign', {
      ...{ memberId: 'm', total: usd('30.00'), lines: [{ productId: marker, quantity: 3 }] },
    }); // handled after the others, since events of an order are handled in order
    await stock(marker, 1, 3);
    expect(await stockOf(id)).toBeNull();
    await ask(RECEIVE, { productId: id, quantity: 5 });
    await stock(id, 5, 0);
  });
});
