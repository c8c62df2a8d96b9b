import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { drive } from './drive.ts';

const data = '{"orders":null}';
const right = `{"data":${data},"extensions":{"freshness":[]}}\n`;
let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve()))));

/** A server whose answer depends on how many requests came before; counts requests under way and connections. */
async function serve(answer: (count: number) => { status?: number; body: string }) {
  const seen = { requests: 0, atOnce: 0, most: 0, connections: 0 };
  server = createServer((request, response) => {
    const { status = 200, body } = answer(seen.requests);
    seen.requests += 1;
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    request.resume().on('end', () =>
      setImmediate(() => {
        seen.atOnce -= 1;
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      }),
    );
  });
  server.on('connection', () => {
    seen.connections += 1;
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
}

const load = { requests: [{ query: '{ orders }', expected: data }], concurrency: 4, seconds: 0.2 };

describe('a drive', () => {
  test('measures every request, never more at a time than told, over connections that it keeps', async () => {
    const { seen, url } = await serve(() => ({ body: right }));
    const { latencies, seconds } = await drive({ ...load, url });
    expect(latencies.length).toBe(seen.requests);
    expect(latencies.length).toBeGreaterThan(8);
    expect(seconds).toBeGreaterThanOrEqual(0.2);
    expect(seen.most).toBeLessThanOrEqual(4);
    expect(seen.connections).toBe(4);
  });

  test.each([
    ['another status', { status: 500, body: right }],
    ['other data', { body: '{"data":{"orders":[]}}' }],
    ['errors beside the data', { body: `{"data":${data},"errors":[{"message":"away"}]}` }],
    ['errors before the data', { body: `{"errors":[{"message":"away"}],"data":${data}}` }],
    ['less than an answer', { body: '{"data":{"or' }],
  ])('breaks off at %s', async (_, wrong) => {
    const { url } = await serve((count) => (count === 5 ? wrong : { body: right }));
    const driving = drive({ ...load, url, seconds: 30 });
    await expect(driving).rejects.toMatchObject({ name: 'WrongAnswer', message: expect.stringContaining('no errors') });
  });

  test('takes data without extensions for a right answer too', async () => {
    const { url } = await serve(() => ({ body: `{"data":${data}}` }));
    expect((await drive({ ...load, url, seconds: 0.01 })).latencies.length).toBeGreaterThanOrEqual(4);
  });

  test('breaks off when nothing answers', async () => {
    await expect(drive({ ...load, url: 'http://127.0.0.1:9/graphql' })).rejects.toMatchObject({ name: 'WrongAnswer' });
  });

  test('ends early when it is interrupted', async () => {
    const interruption = new AbortController();
    const { url } = await serve((count) => {
      if (count === 5) interruption.abort(new Error('interrupted'));
      return { body: right };
    });
    await expect(drive({ ...load, url, seconds: 30, signal: interruption.signal })).rejects.toThrow('interrupted');
  });
});
