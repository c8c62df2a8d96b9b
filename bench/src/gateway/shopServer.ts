import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql } from 'graphql';
import { resolvers, type ShopSubgraph, SUBGRAPHS, typeDefsOf } from './shop.ts';

// The four subgraphs in one process, one path each. A request that was not seen before is executed for real; its answer is kept as bytes
// and replayed from then on, so that the subgraphs are not what is measured.
//   /delay?ms=4   sets how long answers take from now on      /counts   how many were executed, and replayed

const schemas = new Map(
  SUBGRAPHS.map((name) => [
    name,
    buildSubgraphSchema([{ typeDefs: typeDefsOf(name), resolvers: resolvers[name] as never }]),
  ]),
);
const recorded = new Map<string, Buffer>();
const counts = { executed: 0, replayed: 0 };
let delayMs = 0;

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

async function answer(path: string, body: Buffer): Promise<Buffer> {
  const key = createHash('sha1').update(path).update(body).digest('base64');
  const known = recorded.get(key);
  if (known !== undefined) {
    counts.replayed += 1;
    return known;
  }
  counts.executed += 1;
  const schema = schemas.get(path.slice(1) as ShopSubgraph);
  if (schema === undefined) return Buffer.from('{"errors":[{"message":"no such subgraph"}]}');
  const { query, variables, operationName } = JSON.parse(body.toString());
  const result = await graphql({ schema, source: query, variableValues: variables, operationName });
  const bytes = Buffer.from(JSON.stringify(result));
  recorded.set(key, bytes);
  return bytes;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/delay') {
    delayMs = Number(url.searchParams.get('ms'));
    response.end('ok');
    return;
  }
  if (url.pathname === '/counts') {
    response.end(JSON.stringify(counts));
    return;
  }
  const bytes = await answer(url.pathname, await read(request));
  if (delayMs > 0) await delay(delayMs);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`);
});
