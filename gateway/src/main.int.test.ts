import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
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

  test('says everything that is wrong with its configuration and does not start', async () => {
    const [code] = await once(run([], { PORT: 'x', LOG_LEVEL: 'loud' }), 'close');

    expect(code).toBe(1);
    expect(output).toMatch(/PORT must be[\s\S]*LOG_LEVEL must be/);
  }, 30_000);
});
