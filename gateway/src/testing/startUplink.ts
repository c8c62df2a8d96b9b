import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server that speaks Apollo Uplink's protocol, for tests of managed federation. */
export type TestUplink = {
  readonly url: string;
  /** What is published; undefined: it answers with HTTP 500. */
  published: string | undefined;
  /** What it was asked. */
  readonly asked: { readonly ref: string; readonly apiKey: string; readonly ifAfterId: string | null }[];
  readonly stop: () => Promise<void>;
};

export async function startUplink(): Promise<TestUplink> {
  const server = createServer(async (request, response) => {
    const { variables } = JSON.parse(await text(request)) as { variables: TestUplink['asked'][number] };
    uplink.asked.push(variables);
    const supergraphSdl = uplink.published;
    if (supergraphSdl === undefined) return void response.writeHead(500).end();
    const id = createHash('sha256').update(supergraphSdl).digest('hex');
    const minDelaySeconds = 0.1;
    const routerConfig =
      id === variables.ifAfterId
        ? { __typename: 'Unchanged', id, minDelaySeconds }
        : { __typename: 'RouterConfigResult', id, supergraphSdl, minDelaySeconds };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { routerConfig } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const uplink: TestUplink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    published: undefined,
    asked: [],
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return uplink;
}
