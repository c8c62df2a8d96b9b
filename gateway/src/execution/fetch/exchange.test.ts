import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { Pool } from 'undici';
import { exchange } from './exchange.ts';

test('what was answered in part, and is asked again as the connection was given up for another, is answered from its beginning', async () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n';
  const asked: string[] = [];
  const both = Promise.withResolvers<void>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const answer = connections === 1 ? `${head}{"a"` : `${head}{"data":1}`;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const [name] of String(chunk).matchAll(/first|second/g)) {
        asked.push(name);
        if (name === 'first') socket.write(answer);
        else both.resolve();
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    connections: 1,
    pipelining: 2,
  });
  const ask = (body: string, { signal }: AbortController) =>
    exchange(pool, { path: '/', headers: {}, body, pipelined: true, signal });

  const first = ask('first', new AbortController());
  const leaves = new AbortController();
  const second = ask('second', leaves);
  await both.promise;
  leaves.abort('TIMEOUT');
  await expect(second).rejects.toBe('TIMEOUT');
  expect(await first).toEqual({ status: 200, text: '{"data":1}' });
  expect(asked).toEqual(['first', 'second', 'first']);
  await pool.destroy();
  server.close();
});
