import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from '@wellspring/kit/embedded';
import { connectPlatform } from './connectPlatform.ts';
import { platformFiles } from './PlatformFiles.ts';
import { readRunRecord } from './runFile.ts';

const root = fileURLToPath(new URL('./standIn/', import.meta.url));

let state: string;
let ports: Record<string, number>;
const started: ChildProcess[] = [];
beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), 'wellspring-run-'));
  ports = { gateway: await freePort(), alpha: await freePort(), beta: await freePort() };
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(state, { recursive: true, force: true });
});

/** `npm start` of the stand-ins, in a process of its own. */
function start(): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  const script = `
    import { runPlatform } from ${JSON.stringify(new URL('./runPlatform.ts', import.meta.url).href)};
    import { platformFiles } from ${JSON.stringify(new URL('./PlatformFiles.ts', import.meta.url).href)};
    const options = ${JSON.stringify({ root, ports, isolated: false, verbose: false, seed: true })};
    runPlatform({ ...options, files: platformFiles(${JSON.stringify(state)}) })
      .then((code) => process.exit(code), (error) => { console.error(error.message); process.exit(1); });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return { child, output: () => text, ended: new Promise((resolve) => child.once('close', resolve)) };
}

async function until(condition: () => boolean, told: () => string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Expected within 30 s: ${condition}. It said:\n${told()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const { runFile } = platformFiles('');
const runFileOf = (): string => join(state, runFile);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm start', () => {
  test('says where it is, can be spoken to, refuses a second one, and ends on SIGTERM with no process left', async () => {
    const first = start();
    await until(() => first.output().includes('Queries worth pasting'), first.output);
    expect(first.output()).toContain(`endpoint    http://127.0.0.1:${ports.gateway}/graphql`);

    const platform = connectPlatform(runFileOf());
    const pids = (await platform.status()).map(({ pid }) => pid ?? 0);
    expect(pids.length).toBe(5);
    expect(await platform.hold('alpha', { signal: 'SIGKILL' })).toMatchObject({ name: 'alpha', state: 'held' });
    await platform.release('alpha');
    expect(await platform.ready('alpha')).toMatchObject({ state: 'running' });
    await expect(platform.hold('gamma')).rejects.toMatchObject({ code: 'UNKNOWN_SERVICE' });
    const { control } = readRunRecord(runFileOf()) ?? {};
    expect((await fetch(`${control}/status`)).status).toBe(401);
    expect((await fetch(`${control}/access`)).status).toBe(401);
    const { nats, mongo } = await platform.access();
    expect(nats.url).toMatch(/^nats:/);
    expect(Object.keys(mongo).sort()).toEqual(['alpha', 'beta']);

    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`already running: process ${first.child.pid}`);

    first.child.kill('SIGTERM');
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(runFileOf())).toBe(false);
    expect(() => connectPlatform(runFileOf())).toThrow(/not running.*npm start/);
    const log = readFileSync(join(platformFiles(state).log, 'beta.log'), 'utf8');
    expect(log).toContain('beta was asked to end');
  }, 90_000);

  test('killed itself, it leaves no process and no obstacle to the next start', async () => {
    const first = start();
    await until(() => first.output().includes('Queries worth pasting'), first.output);
    const pids = (await connectPlatform(runFileOf()).status()).map(({ pid }) => pid ?? 0);
    first.child.kill('SIGKILL');
    await until(() => !pids.some(isAlive), first.output);
    const second = start();
    await until(() => second.output().includes('Queries worth pasting'), second.output);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  }, 90_000);
});
