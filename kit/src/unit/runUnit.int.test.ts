import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { endWithParent, freePort } from '../embedded/index.ts';
import { eventually } from '../testing/eventually.ts';
import { startTestServers, type TestServers } from '../testing/index.ts';

jest.setTimeout(90_000); // longer than `eventually` waits

const MAIN = fileURLToPath(new URL('../../../subgraphs/members/src/main.ts', import.meta.url));

let servers: TestServers;
beforeAll(async () => {
  servers = await startTestServers();
}, 60_000);
afterAll(() => servers?.stop());

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL'); // what a failed test left
});

/** `node subgraphs/members/src/main.ts`, what it printed, and how it ended. */
function main(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const printed = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.err += text;
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  if (child.pid !== undefined) void ended.then(endWithParent(child.pid));
  return { child, printed, ended };
}

async function serving(env: Record<string, string> = {}) {
  const port = await freePort();
  const process = main({
    PORT: String(port),
    MONGODB_URI: servers.mongo.uriFor('members'),
    NATS_URL: servers.nats.url,
    ...env,
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually('members to be ready', async () => (await fetch(`${url}/readyz`)).status === 200);
  return { ...process, url };
}

const refusesConnections = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('SIGTERM', () => {
  test('finishes the request that is under way, takes no other, and ends with 0', async () => {
    const { child, ended, url, printed } = await serving();
    const body = Buffer.from('{"query":"{ members { totalCount } }"}');
    const sent = request(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
    });
    sent.flushHeaders();
    // From here on the server has the request and waits for its body.
    await new Promise((resolve) => sent.once('continue', resolve));
    child.kill('SIGTERM');
    await eventually('it to take no more connections', () => refusesConnections(`${url}/healthz`));
    const answer = new Promise<string>((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (more: string) => {
          text += more;
        });
        response.once('end', () => resolve(text));
      });
    });
    sent.end(body);
    expect(JSON.parse(await answer)).toEqual({ data: { members: { totalCount: 0 } } });
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(() => process.kill(child.pid ?? 0, 0)).toThrow('ESRCH');
    expect(printed.out.trim().split('\n').at(-1)).toContain('"msg":"stopped"');
    expect(printed.err).toBe('');
  });

  test('says so first, and answers on for DRAIN_DELAY, also over connections that clients kept', async () => {
    const { child, ended, url } = await serving({ DRAIN_DELAY: '3000' });
    const ask = async (path: string) => {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      };
      const response = await fetch(`${url}${path}`, path === '/graphql' ? init : {});
      return [response.status, response.headers.get('connection'), await response.text()];
    };
    expect((await ask('/graphql')).slice(0, 2)).toEqual([200, 'keep-alive']);
    const began = performance.now();
    child.kill('SIGTERM');
    await eventually('it to say so', async () => (await ask('/readyz'))[0] === 503);
    expect(await ask('/graphql')).toEqual([200, 'close', '{"data":{"__typename":"Query"}}\n']);
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeGreaterThan(2_900);
  });

  test('an idle client does not hold it up, nor does a broker that is away', async () => {
    const { child, ended, url } = await serving();
    await fetch(`${url}/healthz`); // its connection is kept alive
    await servers.nats.kill();
    const began = performance.now();
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(9_000); // a drain may take 10 s
    await servers.nats.restart();
  });
});

test('an environment that does not fit ends it with 1 and every fault', async () => {
  const { ended, printed } = main({ PORT: 'x' });
  expect(await ended).toEqual({ code: 1, signal: null });
  expect(printed.err).toBe(
    [
      'members: The environment does not fit:',
      '- MONGODB_URI: expected mongodb://host:port/database, it is not set',
      '- NATS_URL: expected nats://host:port, it is not set',
      '- PORT: expected a whole number from 0 to 65535, got "x"',
      '',
    ].join('\n'),
  );
});

test('a port that is taken ends it with 1 and says so', async () => {
  const taken = new URL(servers.nats.url).port;
  const { ended, printed } = main({
    PORT: taken,
    MONGODB_URI: servers.mongo.uriFor('members'),
    NATS_URL: servers.nats.url,
  });
  expect(await ended).toEqual({ code: 1, signal: null });
  expect(printed.err).toContain(`members: port ${taken} of 127.0.0.1 is taken`);
});
