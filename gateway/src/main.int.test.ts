import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from './testing/eventually.ts';

let child: ChildProcess | undefined;
let output: string;

/** Starts the gateway as a process of its own, without this process's environment. */
function run(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  output = '';
  const running = spawn(process.execPath, ['gateway/src/main.ts', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [running.stdout, running.stderr]) stream?.on('data', (chunk) => (output += chunk));
  child = running;
  return running;
}

const listening = () => eventually(() => /"url":"([^"]+)"/.exec(output)?.[1], 20_000);

afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

describe('the gateway as a process', () => {
  test('serves the supergraph that is named, and ends cleanly on SIGTERM', async () => {
    const gateway = run(['--supergraph', 'schema/supergraph.graphql', '--port', '0']);
    const url = await listening();
    await eventually(async () => ((await fetch(new URL('/readyz', url))).ok ? true : undefined), 20_000);
    const exit = once(gateway, 'exit');
    gateway.kill('SIGTERM');

    expect(await exit).toEqual([0, null]);
    expect(output).toContain('"msg":"stopped"');
    for (const line of output.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('service', 'gateway');
  }, 30_000);

  test('lives without its supergraph, and ends cleanly on SIGINT all the same', async () => {
    const gateway = run(['--supergraph', '/nowhere/supergraph.graphql', '--port', '0']);
    const url = await listening();

    expect((await fetch(new URL('/healthz', url))).status).toBe(200);
    expect((await fetch(new URL('/readyz', url))).status).toBe(503);
    const exit = once(gateway, 'exit');
    gateway.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
  }, 30_000);

  test('serves on several workers: one port, metrics of all, another where one ends, and all end with it', async () => {
    const gateway = run(['--supergraph', 'schema/supergraph.graphql', '--port', '0'], { GATEWAY_WORKERS: '2' });
    const seen = (pattern: RegExp): string[][] =>
      [...output.matchAll(pattern)].map(([, ...found]) => found as string[]);
    const served = (count: number) =>
      eventually(() => {
        const urls = seen(/"url":"([^"]+)"/g);
        return urls.length >= count ? urls : undefined;
      }, 30_000);
    const [[url = ''] = [], [other] = []] = await served(2);
    expect(other).toBe(url);
    const ask = (): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: '{"query":"{ __typename }"}',
      });
    // Connections go to one worker after the other.
    await eventually(async () => {
      const both = await Promise.all([ask(), ask(), ask(), ask()]);
      return both.every(({ ok }) => ok) ? true : undefined;
    }, 30_000);
    const operations = async (): Promise<number> => {
      const text = await (await fetch(new URL('/metrics', url))).text();
      expect(text).toContain('wellspring_gateway_supergraph_loads_total{outcome="loaded"} 2');
      return Number(/operations_total\{type="query",outcome="ok"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const before = await operations();
    for (let index = 0; index < 6; index += 1) expect((await ask()).status).toBe(200);
    expect((await operations()) - before).toBe(6);
    const answering = new Set(seen(/"worker":(\d).{0,400}"operation answered"/g).flat());
    expect(answering).toEqual(new Set(['1', '2']));

    const pids = () => seen(/"pid":(\d+),"msg":"worker started"/g).map(([pid]) => Number(pid));
    process.kill(pids()[0] as number, 'SIGKILL');
    await eventually(() => (output.includes('"msg":"worker ended"') ? true : undefined), 30_000);
    // The other answers until the new one can.
    while (seen(/"url":"([^"]+)"/g).length < 3) expect((await ask()).status).toBe(200);
    for (let index = 0; index < 4; index += 1) expect((await ask()).status).toBe(200);

    const exit = once(gateway, 'exit');
    gateway.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(pids()).toHaveLength(3);
    for (const pid of pids()) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }, 120_000);

  test('does not try again and again where no worker can start', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const [code] = await once(run(['--port', String(port)], { GATEWAY_WORKERS: '2' }), 'close');
    taken.close();

    expect(code).toBe(1);
    expect(output).toContain('EADDRINUSE');
  }, 60_000);

  test('says everything that is wrong with its configuration and does not start', async () => {
    const [code] = await once(run([], { PORT: 'x', LOG_LEVEL: 'loud' }), 'close');

    expect(code).toBe(1);
    expect(output).toMatch(/PORT must be[\s\S]*LOG_LEVEL must be/);
  }, 30_000);
});
