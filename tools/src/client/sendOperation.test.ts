import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { requireData, sendOperation } from './sendOperation.ts';

let server: Server | undefined;
let asked: { headers: IncomingHttpHeaders; body: string }[] = [];

/** An HTTP server that answers every request with `text`; null never answers. */
async function answering(text: string | null, status = 200): Promise<string> {
  asked = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ headers: request.headers, body });
    if (text !== null) response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

describe('sendOperation', () => {
  test('sends query, variables, the acting member and further headers', async () => {
    const url = await answering('{"data":{"ok":true}}');
    await sendOperation(url, {
      query: '{ ok }',
      variables: { a: 1 },
      actor: 'm1',
      headers: { 'x-wellspring-trace': 'fetches' },
    });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ query: '{ ok }', variables: { a: 1 } });
    expect(asked[0]?.headers).toMatchObject({ 'x-wellspring-actor': 'm1', 'x-wellspring-trace': 'fetches' });
  });

  test('answers partial data, errors and extensions beside each other', async () => {
    const url = await answering('{"data":{"a":1,"b":null},"errors":[{"message":"no b"}],"extensions":{"fetches":[]}}');
    const answer = await sendOperation(url, { query: '{ a b }' });
    expect(answer).toEqual({ data: { a: 1, b: null }, errors: [{ message: 'no b' }], extensions: { fetches: [] } });
  });

  test.each([
    ['something else than JSON', '<html>', 502, /HTTP 502 with something else than JSON/],
    ['JSON that is not GraphQL', '{"hello":1}', 200, /neither data nor errors/],
  ])('fails as UNREACHABLE at %s', async (_, text, status, message) => {
    const url = await answering(text, status);
    await expect(sendOperation(url, { query: '{ ok }' })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(message),
    });
  });

  test('fails as UNREACHABLE with the reason when nobody listens', async () => {
    const url = await answering('');
    await new Promise((resolve) => server?.close(resolve));
    await expect(sendOperation(url, { query: '{ ok }' })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      url,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('fails as UNREACHABLE after the time-out', async () => {
    const url = await answering(null);
    const late = sendOperation(url, { query: '{ ok }', timeoutMs: 50 });
    await expect(late).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('nothing within 50 ms'),
    });
  });
});

describe('requireData', () => {
  test('answers the data of a flawless answer', async () => {
    expect(await requireData(await answering('{"data":{"ok":true}}'), { query: '{ ok }' })).toEqual({ ok: true });
  });

  test('fails with the code and the message of the first error, even beside data', async () => {
    const url = await answering(
      '{"data":{"a":null},"errors":[{"message":"Taken.","extensions":{"code":"SKU_TAKEN"}}]}',
    );
    await expect(requireData(url, { query: '{ a }' })).rejects.toMatchObject({ code: 'SKU_TAKEN', message: 'Taken.' });
  });
});
