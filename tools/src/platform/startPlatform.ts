import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  freePort,
  type MongoServer,
  type NatsServer,
  startMongo,
  startNats,
  startServerProcess,
} from '@wellspring/kit/embedded';
import { gatewayPublicKey } from '@wellspring/kit/identity';
import { type KeptStreams, keepStreams } from '@wellspring/kit/streams';
import { composeSupergraph } from '../compose/composeSupergraph.ts';
import { ROOT } from '../root.ts';
import { assertPortsFree } from './assertPortsFree.ts';
import { discoverUnits, type UnitFolder } from './discoverUnits.ts';
import type { Platform, PlatformOptions, ServiceStatus } from './Platform.ts';
import { PlatformError } from './PlatformError.ts';
import { type RunningProcess, Supervised } from './Supervised.ts';
import { openSecrets } from './secrets.ts';
import { superviseServer } from './superviseServer.ts';
import { waitUntilReady } from './waitUntilReady.ts';

const GATEWAY = 'gateway';
const GATEWAY_MAIN = join('gateway', 'src', 'main.ts');
const GATEWAY_PORT = 4000;
/** The unit that signs access tokens. */
const MEMBERS = 'members';
/** In the platform's folder: the graph of some of the units. */
export const SUPERGRAPH = 'supergraph.graphql';

interface Service {
  readonly supervised: Supervised;
  readonly kind: ServiceStatus['kind'];
  readonly url?: string;
}

/**
 * Starts MongoDB, NATS, each unit and the gateway, each in a process of its own, and keeps them running.
 *
 * Throws `PORT_TAKEN`, `NOT_READY` (a service kept dying or stayed silent), `UNITS_INVALID`, `UNITS_INCOMPLETE`
 * (some of the units, which do not make a graph by themselves), or what `startMongo` and
 * `startNats` throw; whatever was started is ended first.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { root = ROOT, log = () => {}, isolated = false } = options;
  const temporary = options.folder === undefined ? mkdtempSync(join(tmpdir(), 'wellspring-platform-')) : undefined;
  const folder = options.folder ?? (temporary as string);
  const secrets = openSecrets(folder);
  const services = new Map<string, Service>();
  const tell = (service: string) => (line: string) => log('platform', `${service} ${line}`);

  let streams: KeptStreams | undefined;

  const stop = async (): Promise<void> => {
    const all = [...services].reverse(); // what was started last is needed by nobody who is left
    for (const ended of ['gateway', 'unit'])
      await Promise.all(all.filter(([, { kind }]) => kind === ended).map(([, { supervised }]) => supervised.stop()));
    await streams?.stop();
    for (const [, { kind, supervised }] of all) if (kind === 'server') await supervised.stop();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };

  try {
    const units = chooseUnits(root, options.units);
    const ports = await choosePorts(units, options);
    const baseUrl = (name: string): string => `http://127.0.0.1:${portOf(ports, name)}`;
    const addServer = (name: string, server: MongoServer | NatsServer): void => {
      const supervised = superviseServer(name, server, tell(name));
      if (supervised !== undefined) services.set(name, { supervised, kind: 'server' });
    };

    const mongos = new Map<string, MongoServer>();
    for (const group of isolated ? units.map((unit) => [unit]) : [units]) {
      const name = isolated ? `mongodb-${group[0]?.name}` : 'mongodb';
      const users = group.map((unit) => ({
        user: unit.name,
        password: secrets(`mongodb:${unit.name}`),
        database: unit.name,
      }));
      const server = await startMongo({ folder: join(folder, name), users, log: (line) => log(name, line) });
      addServer(name, server);
      for (const unit of group) mongos.set(unit.name, server);
      log('platform', `${name} is ${server.kind}`);
    }

    const authorization = readIfThere(join(root, 'schema', 'nats-permissions.conf'));
    const passwords = natsPasswords(authorization, secrets);
    const nats = await startNats({
      folder: join(folder, 'nats'),
      authorization,
      syncInterval: options.syncInterval ?? 'always',
      env: { ...process.env, ...passwords },
      log: (line) => log('nats', line),
    });
    addServer('nats', nats);
    log('platform', `nats is ${nats.kind}`);
    const natsUser = (name: string): { user: string; pass: string } | undefined => {
      const pass = passwords[passwordVariable(name)];
      return pass === undefined ? undefined : { user: name, pass };
    };
    // Where the broker asks nobody, and where it is someone else's, units create their streams themselves or wait for them.
    const operator = natsUser('operator');
    if (operator !== undefined) {
      streams = keepStreams({
        // Of units that do not run too: whoever reacts to them need not wait for a stream.
        units: discoverUnits(root).map(({ name }) => name),
        url: nats.url,
        user: operator.user,
        password: operator.pass,
        output: { write: (line) => log('streams', line.trimEnd()) },
      });
    }

    const addProcess = async (
      name: string,
      kind: 'unit' | 'gateway',
      main: string,
      env: Record<string, string>,
      port = portOf(ports, name),
    ): Promise<void> => {
      const launch = (): Promise<RunningProcess> =>
        startServerProcess({
          name,
          command: process.execPath,
          args: ['--disable-warning=ExperimentalWarning', main],
          cwd: root,
          env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...env, ...options.env },
          log: (line) => log(name, line),
        });
      const supervised = new Supervised(name, launch, tell(name), { stopTimeout: options.stopTimeout });
      services.set(name, { supervised, kind, url: `http://127.0.0.1:${port}` });
      await supervised.start();
    };
    // Without members nobody can sign in: the development header is left.
    const identity: Record<string, string> = units.some(({ name }) => name === MEMBERS)
      ? { JWKS_URL: `${baseUrl(MEMBERS)}/.well-known/jwks.json` }
      : {};
    // Units believe the gateway; REQUIRE_GATEWAY=true makes them answer nobody else.
    const gatewayKey = createHash('sha256').update(secrets('gateway:key')).digest('base64url');
    const processesOf = (unit: string): string[] =>
      Array.from({ length: options.instances?.[unit] ?? 1 }, (_, n) => (n === 0 ? unit : `${unit}-${n + 1}`));
    const mongoOf = (unit: string): MongoServer => mongos.get(unit) ?? unknown(unit, mongos.keys());
    for (const { name, main } of units) {
      const user = natsUser(name);
      for (const [index, service] of processesOf(name).entries()) {
        const env = {
          MONGODB_URI: mongoOf(name).uriFor(name),
          NATS_URL: nats.url,
          INSTANCE: `${name}-${index + 1}`,
          ...identity,
          GATEWAY_PUBLIC_KEYS: gatewayPublicKey(gatewayKey),
          ...(name === MEMBERS ? { KEY_ENCRYPTION_SECRET: secrets('members:keys') } : {}),
          ...(user === undefined ? {} : { NATS_USER: user.user, NATS_PASSWORD: user.pass }),
        };
        await addProcess(service, 'unit', main, env, index === 0 ? undefined : await freePort());
      }
    }
    if (options.gateway !== false) {
      const supergraphFile = options.supergraphFile ?? (await supergraphOf(root, units, folder));
      const env = {
        SUPERGRAPH_FILE: supergraphFile,
        ...identity,
        GATEWAY_PRIVATE_KEY: gatewayKey,
        KEYS_FOLDER: resolve(folder, 'gateway-keys'),
        ...Object.fromEntries(units.map(({ name }) => [`SUBGRAPH_URL_${variable(name)}`, `${baseUrl(name)}/graphql`])),
      };
      for (const [index, service] of processesOf(GATEWAY).entries())
        await addProcess(service, 'gateway', GATEWAY_MAIN, env, index === 0 ? undefined : await freePort());
    }

    const serviceOf = (name: string): Service => services.get(name) ?? unknown(name, services.keys());
    const ready = async (name?: string, timeout = 60_000): Promise<void> => {
      const wanted = name === undefined ? [...services.values()] : [serviceOf(name)];
      await Promise.all(wanted.map(({ supervised, url }) => waitUntilReady(supervised, url, timeout)));
    };
    if (options.waitUntilReady !== false) await ready(undefined, options.readyTimeout ?? 120_000);

    return {
      get gatewayUrl() {
        return `${serviceOf(GATEWAY).url}/graphql`;
      },
      unitUrl: (unit) => `${serviceOf(unit).url}/graphql`,
      units: units.map(({ name }) => name),
      processesOf,
      mongo: mongoOf(units[0]?.name ?? ''),
      mongoUri: (unit) => mongoOf(unit).uriFor(unit),
      nats,
      natsUser,
      hold: (name, { signal } = {}) => serviceOf(name).supervised.hold(signal),
      release: (name) => serviceOf(name).supervised.release(),
      restart: (name) => serviceOf(name).supervised.restart(),
      kill: (name, signal = 'SIGKILL') => serviceOf(name).supervised.kill(signal),
      ready,
      status: () => [...services.values()].map(statusOf),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function chooseUnits(root: string, names: readonly string[] | undefined): readonly UnitFolder[] {
  const all = discoverUnits(root);
  return (
    names?.map(
      (name) =>
        all.find((unit) => unit.name === name) ??
        unknown(
          name,
          all.map((unit) => unit.name),
        ),
    ) ?? all
  );
}

/** The composed graph of the units that run: the checked-in one, or for some of them one of their own in the platform's folder. */
async function supergraphOf(root: string, units: readonly UnitFolder[], folder: string): Promise<string> {
  const all = discoverUnits(root);
  if (units.length === all.length) return join('schema', 'supergraph.graphql');
  const names = units.map(({ name }) => name);
  try {
    const { supergraphSdl } = await composeSupergraph(join(root, 'supergraph.yaml'), { units: names });
    const file = join(folder, SUPERGRAPH);
    writeFileSync(file, supergraphSdl);
    return file;
  } catch (cause) {
    const others = all.flatMap(({ name }) => (names.includes(name) ? [] : [name]));
    throw new PlatformError(
      'UNITS_INCOMPLETE',
      `${names.join(', ')} do not make a graph without some of ${others.join(', ')}:\n${(cause as Error).message}`,
      { cause },
    );
  }
}

async function choosePorts(
  units: readonly UnitFolder[],
  options: PlatformOptions,
): Promise<ReadonlyMap<string, number>> {
  const gateway = options.gateway === false ? [] : [{ name: GATEWAY, port: GATEWAY_PORT }];
  const services = [...gateway, ...units];
  const { ports = 'free' } = options;
  if (ports === 'free') {
    return new Map(await Promise.all(services.map(async ({ name }) => [name, await freePort()] as const)));
  }
  const wanted = services.map(({ name, port }) => ({
    name,
    port: ports[name] ?? port,
    option: name === GATEWAY ? 'npm start -- --port N' : `PORT_${variable(name)}=N npm start`,
  }));
  await assertPortsFree(wanted);
  return new Map(wanted.map(({ name, port }) => [name, port]));
}

/** The variables that the generated permissions read, and no others: `$NATS_PASSWORD_ORDERS`. */
function natsPasswords(
  authorization: string | undefined,
  secrets: (purpose: string) => string,
): Record<string, string> {
  const variables = new Set(authorization?.match(/(?<=\$)NATS_PASSWORD_[A-Z0-9_]+/g) ?? []);
  const isOurs = !process.env.NATS_URL; // someone else's server knows its own passwords
  return Object.fromEntries(
    [...variables].flatMap((name) => {
      const password = process.env[name] || (isOurs ? secrets(name) : undefined);
      return password === undefined ? [] : [[name, password] as const];
    }),
  );
}

/** `SUBGRAPH_URL_<this>`, `PORT_<this>`, `NATS_PASSWORD_<this>`: a unit's name as the end of a variable's. */
export function variable(unit: string): string {
  return unit.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

const passwordVariable = (name: string): string => `NATS_PASSWORD_${variable(name)}`;

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function portOf(ports: ReadonlyMap<string, number>, name: string): number {
  return ports.get(name) ?? unknown(name, ports.keys());
}

function unknown(name: string, known: Iterable<string>): never {
  throw new PlatformError(
    'UNKNOWN_SERVICE',
    `There is no service '${name}' here. Expected one of: ${[...known].join(', ')}.`,
  );
}

function statusOf({ supervised, kind, url }: Service): ServiceStatus {
  const { name, state, pid, restarts } = supervised;
  return { name, kind, state, restarts, ...(pid === undefined ? {} : { pid }), ...(url === undefined ? {} : { url }) };
}
