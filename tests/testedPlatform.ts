import type { Operation as TypedOperation } from '@wellspring/schema/operations';
import { type Answer, type Operation, requireData, sendOperation } from '@wellspring/tools/client/sendOperation.ts';
import type { Platform, PlatformOptions } from '@wellspring/tools/platform/Platform.ts';
import { startPlatform } from '@wellspring/tools/platform/startPlatform.ts';

/** The platform as `npm start` runs it, empty and on free ports, with the operations that the whole-system tests share. */
export interface TestedPlatform {
  readonly platform: Platform;
  /** Sends an operation through the gateway; errors and all. */
  ask<Data>(query: string, options?: Omit<Operation, 'query'>): Promise<Answer<Data>>;
  /** Sends an operation whose every error fails the test. */
  get<Data>(query: string, options?: Omit<Operation, 'query'>): Promise<Data>;
  /** Sends one of `schema/operations`, as somebody; every error fails the test. */
  run<Data, Variables>(operation: TypedOperation<Data, Variables>, variables: Variables, actor?: string): Promise<Data>;
  /** A new member; answers the id. */
  join(handle: string): Promise<string>;
  /** A new product; answers the id. */
  add(sku: string, name?: string): Promise<string>;
  rename(id: string, name: string): Promise<string | null>;
  /** An order of one line; answers the id. */
  order(memberId: string, productId: string): Promise<string>;
  /** What units logged as an unexpected failure: our bugs. */
  readonly unexpected: readonly string[];
  /** What the orders unit alone says of an order: its copies. */
  copies(
    orderId: string,
  ): Promise<{ member: string | null; product: string | null; errors: Answer<unknown>['errors'] }>;
}

export const STAFF = 'staff:test';

/** Starts it with some units; `platform.stop()` ends it. */
export async function startTestedPlatform(
  units = ['members', 'catalog', 'orders'],
  options: Pick<PlatformOptions, 'root' | 'folder' | 'env'> = {},
): Promise<TestedPlatform> {
  const unexpected: string[] = [];
  const log = (service: string, line: string): void => {
    if (line.includes('an unexpected failure')) unexpected.push(`${service}: ${line}`);
  };
  const env = { LOG_LEVEL: 'warn', ...options.env };
  const platform = await startPlatform({ ...options, units, syncInterval: '10s', env, log });
  const ask = async <Data>(query: string, options: Omit<Operation, 'query'> = {}) =>
    sendOperation<Data>(platform.gatewayUrl, { query, ...options });
  const get = async <Data>(query: string, options: Omit<Operation, 'query'> = {}) =>
    requireData<Data>(platform.gatewayUrl, { query, ...options });
  return {
    platform,
    unexpected,
    ask,
    get,
    run: (operation, variables, actor) =>
      get(operation.query, {
        variables: variables as Record<string, unknown>,
        ...(actor === undefined ? {} : { actor }),
      }),
    join: async (handle) => {
      const query = `mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }`;
      const input = {
        displayName: handle,
        handle,
        email: `${handle}@example.org`,
        address: { city: 'Bern', country: 'CH' },
      };
      return (await get<{ joinMember: { id: string } }>(query, { variables: { input } })).joinMember.id;
    },
    add: async (sku, name = sku) => {
      const query = `mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }`;
      const input = { sku, name, kind: 'STANDARD', price: { amount: '10.00', currency: 'USD' } };
      return (await get<{ addProduct: { id: string } }>(query, { variables: { input }, actor: STAFF })).addProduct.id;
    },
    rename: async (id, name) => {
      const query = `mutation ($id: ID!, $name: String!) { renameProduct(id: $id, name: $name) { name } }`;
      return (await get<{ renameProduct: { name: string } }>(query, { variables: { id, name }, actor: STAFF }))
        .renameProduct.name;
    },
    order: async (memberId, productId) => {
      const query = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }`;
      const input = { lines: [{ productId, quantity: 1 }] };
      return (await get<{ placeOrder: { id: string } }>(query, { variables: { input }, actor: memberId })).placeOrder
        .id;
    },
    copies: async (orderId) => {
      const query = `query ($id: ID!) { order(id: $id) { member { displayName } lines { product { name } } } }`;
      interface Copied {
        order: {
          member: { displayName: string | null } | null;
          lines: { product: { name: string | null } | null }[] | null;
        } | null;
      }
      const { data, errors } = await sendOperation<Copied>(platform.unitUrl('orders'), {
        query,
        variables: { id: orderId },
      });
      return {
        member: data?.order?.member?.displayName ?? null,
        product: data?.order?.lines?.[0]?.product?.name ?? null,
        errors,
      };
    },
  };
}
