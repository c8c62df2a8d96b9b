import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig as loadGatewayConfig } from '../../../gateway/src/config/loadConfig.ts';
import { loadStreamsConfig } from '../../../kit/src/bus/loadStreamsConfig.ts';
import { findNats } from '../../../kit/src/embedded/programs.ts';
import { loadConfig as loadUnitConfig } from '../../../kit/src/unit/loadConfig.ts';
import { loadConfig as loadMembersConfig } from '../../../subgraphs/members/src/loadConfig.ts';
import { loadConfig as loadNotificationsConfig } from '../../../subgraphs/notifications/src/loadConfig.ts';
import { commands } from '../../commands.mjs';
import { discoverUnits } from '../platform/discoverUnits.ts';
import { ROOT } from '../root.ts';
import { readCompose } from './readCompose.ts';

const services = readCompose(ROOT);
const units = discoverUnits(ROOT);
const permissions = readFileSync(join(ROOT, 'schema', 'nats-permissions.conf'), 'utf8');
const environmentOf = (name: string): Record<string, string> => ({ ...services[name]?.environment });

/** Which variables a configuration reads: the code itself is asked, not a list. */
function namesRead(
  load: (env: Record<string, string | undefined>) => unknown,
  env: Record<string, string>,
): Set<string> {
  const read = new Set<string>();
  load(
    new Proxy(env, {
      get: (target, name) => {
        read.add(String(name));
        return target[String(name)];
      },
    }),
  );
  return read;
}

describe('docker-compose.yml', () => {
  test('runs the servers, every unit and the gateway, and nothing else by default', () => {
    const always = Object.entries(services).filter(([, { profiles }]) => profiles === undefined);
    expect(always.map(([name]) => name).sort()).toEqual(
      ['gateway', 'mongodb', 'nats', 'streams', ...units.map(({ name }) => name)].sort(),
    );
  });

  test.each(units)('$name runs its own main.ts on the port of supergraph.yaml', ({ name, main, port }) => {
    expect(services[name]?.command).toEqual(['node', main]);
    const config = loadUnitConfig(environmentOf(name));
    expect(config).toMatchObject({ host: '0.0.0.0', port, natsUrl: 'nats://nats:4222', natsUser: name });
  });

  test.each(units)(
    '$name signs in as itself, to its own database, with the password that MongoDB gave it',
    ({ name }) => {
      const uri = new URL(loadUnitConfig(environmentOf(name)).mongodbUri);
      const password = environmentOf('mongodb')[`MONGODB_PASSWORD_${name.toUpperCase()}`];
      expect([uri.username, uri.password, uri.host, uri.pathname]).toEqual([
        name,
        password,
        'mongodb:27017',
        `/${name}`,
      ]);
      expect(Object.fromEntries(uri.searchParams)).toEqual({ authSource: name, replicaSet: 'wellspring' });
    },
  );

  test.each(units)('$name is told nothing that it does not read', ({ name }) => {
    const env = environmentOf(name);
    const read = namesRead(loadUnitConfig, env);
    const ofItsOwn = { members: loadMembersConfig, notifications: loadNotificationsConfig }[name];
    const own = ofItsOwn === undefined ? new Set() : namesRead(ofItsOwn, env);
    expect(Object.keys(env).filter((variable) => !read.has(variable) && !own.has(variable))).toEqual([]);
  });

  test('every unit and the gateway know where members publishes its keys', () => {
    const port = units.find(({ name }) => name === 'members')?.port;
    for (const name of [...units.map((unit) => unit.name), 'gateway'])
      expect([name, environmentOf(name).JWKS_URL]).toEqual([name, `http://members:${port}/.well-known/jwks.json`]);
  });

  test('the keeper of streams knows every unit, signs in as the operator, and is told nothing that it does not read', () => {
    const env = environmentOf('streams');
    expect(loadStreamsConfig(env)).toMatchObject({ units: units.map(({ name }) => name), user: 'operator' });
    const read = namesRead(loadStreamsConfig, env);
    expect(Object.keys(env).filter((name) => !read.has(name))).toEqual([]);
    expect(services.streams?.command).toEqual(['node', 'kit/src/bus/streamsMain.ts']);
    expect(existsSync(join(ROOT, 'kit/src/bus/streamsMain.ts'))).toBe(true);
  });

  test('the gateway finds every unit, and is told nothing that it does not read', () => {
    const env = environmentOf('gateway');
    const config = loadGatewayConfig(env);
    const expected = units.map(({ name, port }) => [name.toUpperCase(), `http://${name}:${port}/graphql`] as const);
    expect(config.subgraphUrls).toEqual(new Map(expected));
    expect(config.host).toBe('0.0.0.0');
    expect(existsSync(join(ROOT, config.supergraphFile))).toBe(true);
    expect(services.gateway?.ports).toEqual([`127.0.0.1:${config.port}:${config.port}`]);
    const read = namesRead(loadGatewayConfig, env);
    expect(Object.keys(env).filter((name) => !read.has(name) && !name.startsWith('SUBGRAPH_URL_'))).toEqual([]);
  });

  test('NATS has a password for everyone whom the generated permissions name, and the units know theirs', () => {
    const wanted = [...new Set(permissions.match(/(?<=\$)NATS_PASSWORD_[A-Z0-9_]+/g))].sort();
    expect(Object.keys(environmentOf('nats')).sort()).toEqual(wanted);
    for (const { name } of units) {
      const given = environmentOf('nats')[`NATS_PASSWORD_${name.toUpperCase()}`];
      expect(given).toBe(JSON.stringify(environmentOf(name).NATS_PASSWORD));
    }
  });

  test("NATS's configuration is one that nats-server accepts", () => {
    const folder = mkdtempSync(join(tmpdir(), 'wellspring-nats-conf-'));
    try {
      cpSync(join(ROOT, 'tools', 'docker', 'nats-server.conf'), join(folder, 'nats-server.conf'));
      cpSync(join(ROOT, 'schema', 'nats-permissions.conf'), join(folder, 'nats-permissions.conf'));
      const program = findNats(process.env);
      const env = { ...process.env, ...environmentOf('nats') };
      const ran = spawnSync(program.command, ['-t', '--config', join(folder, 'nats-server.conf')], {
        env,
        encoding: 'utf8',
      });
      expect(ran).toMatchObject({ status: 0, stderr: expect.stringContaining('is valid') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('every file that is mounted or run exists', () => {
    const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.filter((volume) => volume.startsWith('./')).map((volume) => volume.split(':')[0] ?? ''),
    );
    const run = Object.values(services).flatMap(({ command = [] }) => command.filter((part) => part.endsWith('.ts')));
    expect(run).toContain(commands.seed?.script);
    expect([...mounted, ...run].filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('nothing is open beyond this machine', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test('one Dockerfile, on the Node that the platform runs on', () => {
    const built = Object.values(services).filter(({ build }) => build !== undefined);
    expect(built.length).toBe(units.length + 3);
    expect(new Set(built.map(({ image, build }) => `${image} ${build}`))).toEqual(new Set(['wellspring .']));
    const bases = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').match(/(?<=^FROM )\S+/gm);
    expect(new Set(bases)).toEqual(new Set(['node:24-slim']));
  });
});
