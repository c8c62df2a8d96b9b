import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { mongo } from 'mongoose';
import type { Platform } from './Platform.ts';
import { startPlatform } from './startPlatform.ts';

const root = fileURLToPath(new URL('./standIn/', import.meta.url));
const environmentOf = async (platform: Platform, unit: string): Promise<Record<string, string>> =>
  (await (await fetch(platform.unitUrl(unit).replace('/graphql', '/env'))).json()) as Record<string, string>;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Expected within 20 s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a platform of stand-ins', () => {
  let platform: Platform;
  const pidOf = (service: string): number | undefined => platform.status().find(({ name }) => name === service)?.pid;
  beforeAll(async () => {
    platform = await startPlatform({ root, syncInterval: '10s' });
  }, 60_000);
  afterAll(() => platform?.stop());

  test('runs each unit, the gateway and the servers in a process of its own', () => {
    const status = platform.status();
    expect(status.map(({ name }) => name)).toEqual(['mongodb', 'nats', 'alpha', 'beta', 'gateway']);
    expect(new Set(status.map(({ pid }) => pid)).size).toBe(5);
    expect(status.every(({ state }) => state === 'running')).toBe(true);
  });

  test('gives each unit its own database, user and password', async () => {
    const alpha = await environmentOf(platform, 'alpha');
    expect(alpha.MONGODB_URI).toBe(platform.mongoUri('alpha'));
    const client = new mongo.MongoClient(platform.mongoUri('alpha'));
    try {
      await client.db().collection('things').insertOne({ n: 1 });
      await expect(client.db('beta').collection('things').findOne()).rejects.toMatchObject({ code: 13 });
    } finally {
      await client.close();
    }
  });

  test('starts NATS with the permissions that were generated', async () => {
    const {
      NATS_URL: servers = '',
      NATS_USER: user = '',
      NATS_PASSWORD: pass = '',
      ...rest
    } = await environmentOf(platform, 'beta');
    expect(user).toBe('beta');
    expect(Object.keys(rest).filter((name) => name.startsWith('NATS_PASSWORD_'))).toEqual([]);
    await (await connect({ servers, user, pass })).close();
    await expect(connect({ servers, user, pass: 'guess' })).rejects.toThrow(/Authorization/i);
    await (await connect({ servers: platform.nats.url, ...platform.natsUser('operator') })).close();
  });

  test('keeps the streams of every unit, as operator', async () => {
    const connection = await connect({ servers: platform.nats.url, ...platform.natsUser('operator') });
    try {
      const { streams } = await jetstreamManager(connection);
      const names = async () => (await streams.list().next()).map(({ config }) => config.name).sort();
      const kept = ['EVENTS', 'HISTORY', 'VIEWS'].flatMap((kind) => [`${kind}_alpha`, `${kind}_beta`]);
      await until(async () => (await names()).length === kept.length);
      expect(await names()).toEqual(kept);
    } finally {
      await connection.close();
    }
  });

  test('tells the gateway where every unit is', async () => {
    const env = (await (await fetch(platform.gatewayUrl.replace('/graphql', '/env'))).json()) as Record<string, string>;
    expect(env.SUBGRAPH_URL_ALPHA).toBe(platform.unitUrl('alpha'));
    expect(env.SUPERGRAPH_FILE).toBe(join('schema', 'supergraph.graphql'));
  });

  test('starts a killed unit again', async () => {
    const before = pidOf('alpha');
    await platform.kill('alpha');
    await until(() => pidOf('alpha') !== undefined && pidOf('alpha') !== before);
    await platform.ready('alpha');
  });

  test('holds a unit down until it is released', async () => {
    await platform.hold('beta', { signal: 'SIGKILL' });
    expect(platform.status().find(({ name }) => name === 'beta')).toMatchObject({ state: 'held' });
    await expect(fetch(platform.unitUrl('beta'))).rejects.toThrow();
    await platform.release('beta');
    await platform.ready('beta');
    expect(pidOf('beta')).toBeDefined();
  });

  test('starts a killed server again, at the same address', async () => {
    const before = pidOf('nats');
    await platform.kill('nats');
    await until(() => pidOf('nats') !== undefined && pidOf('nats') !== before);
    await (await connect({ servers: platform.nats.url, ...platform.natsUser('operator') })).close();
  });

  test('names the services when asked for one that is not there', async () => {
    expect(() => platform.hold('gamma')).toThrow(/no service 'gamma'.*alpha, beta, gateway/);
  });
});

test('ends everything, also what hangs, and leaves no process', async () => {
  const platform = await startPlatform({ root, stopTimeout: 300, env: { STAND_IN_HANGS: 'alpha' } });
  const pids = platform.status().map(({ pid }) => pid ?? 0);
  await platform.stop();
  await platform.stop();
  expect(pids.length).toBe(5);
  expect(pids.filter(isAlive)).toEqual([]);
}, 60_000);

test('isolated: a MongoDB server for each unit', async () => {
  const platform = await startPlatform({ root, isolated: true, gateway: false });
  try {
    const servers = platform.status().filter(({ name }) => name.startsWith('mongodb-'));
    expect(servers.map(({ name }) => name)).toEqual(['mongodb-alpha', 'mongodb-beta']);
    expect(new URL(platform.mongoUri('alpha')).host).not.toBe(new URL(platform.mongoUri('beta')).host);
  } finally {
    await platform.stop();
  }
}, 60_000);

test('data and passwords live as long as the folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-data-'));
  try {
    for (const expected of [0, 1]) {
      const platform = await startPlatform({ root, folder, gateway: false, units: ['alpha'] });
      const client = new mongo.MongoClient(platform.mongoUri('alpha'));
      try {
        expect(await client.db().collection('things').countDocuments()).toBe(expected);
        await client.db().collection('things').insertOne({});
      } finally {
        await client.close();
        await platform.stop();
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);

test('a taken port is named, with the option that changes it, before anything starts', async () => {
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(0, '127.0.0.1', resolve));
  const address = taker.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const start = startPlatform({ root, ports: { alpha: port, gateway: port } });
    await expect(start).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    await expect(start).rejects.toThrow(
      `Port ${port} of alpha is taken by another program. Choose another: PORT_ALPHA=N npm start`,
    );
    await expect(start).rejects.toThrow('npm start -- --port N');
  } finally {
    taker.close();
  }
});

test('a unit that cannot start is named, and everything else is ended', async () => {
  const lines: string[] = [];
  const start = startPlatform({
    root,
    env: { STAND_IN_BROKEN: 'beta' },
    log: (service, line) => lines.push(`${service}: ${line}`),
  });
  await expect(start).rejects.toThrow(/beta ended 5 times in a row/);
  expect(lines).toContain('beta: a stand-in that cannot start');
}, 60_000);
