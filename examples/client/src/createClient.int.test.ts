import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { JoinMember, LatestOrders, MyOrders } from '@wellspring/schema/operations';
import { createClient } from './createClient.ts';

let server: Server;

/** An endpoint that answers `answer`, and what it was asked. */
async function endpoint(answer: unknown): Promise<{ url: string; asked: unknown[] }> {
  const asked: unknown[] = [];
  server = createServer(async (request, response) => {
    asked.push({ actor: request.headers['x-wellspring-actor'], ...JSON.parse(await text(request)) });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, asked };
}

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('the typed client', () => {
  test('gives back data, problems and freshness together', async () => {
    const freshness = [{ subgraph: 'orders', view: 'members.MemberCard', asOf: '2026-03-01T00:00:00.000Z', lagMs: 3 }];
    const { url } = await endpoint({ data: { orders: null }, errors: [{ message: 'no' }], extensions: { freshness } });

    const answer = await createClient(url)(LatestOrders, {});
    expect(answer).toEqual({ data: { orders: null }, problems: [{ message: 'no' }], freshness });

    // What the compiler knows: these two lines are checked by tsc, not by Jest.
    const name: string | null | undefined = answer.data?.orders?.edges?.[0]?.node?.member?.displayName;
    // @ts-expect-error a member's card has no e-mail address in this operation
    const email = answer.data?.orders?.edges?.[0]?.node?.member?.email;
    expect([name, email]).toEqual([undefined, undefined]);
  });

  test('sends the operation, its variables and who acts', async () => {
    const { url, asked } = await endpoint({ data: null });
    await createClient(url, 'm-1')(MyOrders, { first: 1 });

    expect(asked).toEqual([
      { actor: 'm-1', operationName: 'MyOrders', query: MyOrders.query, variables: { first: 1 } },
    ]);
  });

  test('lets nothing be left out that an operation needs', async () => {
    const { url, asked } = await endpoint({ data: null });
    // @ts-expect-error the input is missing
    await createClient(url)(JoinMember, {});

    expect(asked).toHaveLength(1);
  });
});
