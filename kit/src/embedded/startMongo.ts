import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { controlOf, dataFolder, externalControl, onPort } from './controlled.ts';
import type { EmbeddedServer, EmbeddedServerOptions } from './embeddedServer.ts';
import { EmbeddedServerError } from './embeddedServerError.ts';
import { type MongoUser, mongoUriFor } from './mongoUri.ts';
import { provisionMark, provisionUsers } from './mongoUsers.ts';
import { findMongo, type Program } from './programs.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

/** Options of `startMongo`. */
export interface MongoOptions extends EmbeddedServerOptions {
  /** One user a database. Where given, the server demands sign-in and no user sees another's database. Default: no sign-in. */
  readonly users?: readonly MongoUser[];
}

/** A MongoDB that answers. */
export interface MongoServer extends EmbeddedServer {
  /** The server's URI, with neither database nor user (or `MONGODB_URI` as it was given). */
  readonly uri: string;
  /** The URI of one database, signed in as its user where `users` has one. */
  uriFor(database: string): string;
}

/**
 * Starts a MongoDB with a replica set's abilities, or uses the one that `MONGODB_URI` names.
 *
 * The first of these that is there: `MONGODB_URI`, `mongod` on the PATH, mongodb-memory-server's download, SecantusDB.
 * Throws `EMBEDDED_SERVER_MISSING` when there is none, `EMBEDDED_SERVER_FAILED` when it does not come to answer.
 */
export async function startMongo(options: MongoOptions = {}): Promise<MongoServer> {
  const { users = [], env = process.env } = options;
  const given = env.MONGODB_URI;
  if (given !== undefined && given !== '') return useGivenMongo(given, users, options.log);

  const program = findMongo(env);
  const { folder, cleanUp } = dataFolder(options.folder, 'wellspring-mongo-');
  try {
    return await onPort(options.port, async (port) => {
      const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
      const uriFor = (database: string): string =>
        mongoUriFor(
          uri,
          database,
          users.find((user) => user.database === database),
        );
      const start = (signIn: boolean): Promise<ServerProcess> =>
        startServerProcess({
          name: program.kind === 'mongod' ? 'MongoDB' : 'SecantusDB',
          command: program.command,
          args: [...program.args, ...argumentsOf(program, folder, port, signIn)],
          env,
          log: options.log,
          answers: () => answers(uri, program.kind === 'mongod' && !signIn),
          nudge: () => knock(port),
        });
      // A mongod's set knows its own address; SecantusDB's users are all there is to prepare.
      await prepare(folder, program.kind === 'mongod' ? port : undefined, users, uri, () => start(false));
      const first = await start(users.length > 0);
      const kind = await kindOf(users[0] === undefined ? uri : uriFor(users[0].database));
      return Object.assign(
        controlOf(first, () => start(users.length > 0), cleanUp),
        { kind, uri, uriFor },
      );
    });
  } catch (error) {
    cleanUp();
    throw error;
  }
}

/** Someone else's server: units' users are created where we may; where we may not, all use the credentials given. */
async function useGivenMongo(
  uri: string,
  users: readonly MongoUser[],
  log: ((line: string) => void) | undefined,
): Promise<MongoServer> {
  const patience = uri.includes('serverSelectionTimeoutMS') ? {} : { serverSelectionTimeoutMS: 10_000 };
  const client = new mongo.MongoClient(uri, patience);
  try {
    await client.connect();
    const provisioned = await provisionUsers(client, users).then(
      () => users.length > 0,
      (error: unknown) => {
        log?.(`The units share the user of MONGODB_URI: it may not create users (${String(error)}).`);
        return false;
      },
    );
    const uriFor = (database: string): string =>
      mongoUriFor(uri, database, provisioned ? users.find((user) => user.database === database) : undefined);
    return { ...externalControl('MONGODB_URI'), kind: await kindOf(uri), uri, uriFor };
  } catch (cause) {
    throw new EmbeddedServerError(
      'EMBEDDED_SERVER_FAILED',
      'The MongoDB that MONGODB_URI names did not answer. Check the address and credentials, or unset MONGODB_URI to run an embedded one.',
      { cause },
    );
  } finally {
    await client.close();
  }
}

/** Sign-in needs users, and users can be made only while it is off: done once a folder, port and set of users. */
async function prepare(
  folder: string,
  port: number | undefined,
  users: readonly MongoUser[],
  uri: string,
  startOpen: () => Promise<ServerProcess>,
): Promise<void> {
  if (users.length === 0) return;
  const markFile = join(folder, 'wellspring-users.json');
  const mark = provisionMark(users, port);
  if (existsSync(markFile) && readFileSync(markFile, 'utf8') === mark) return;
  const server = await startOpen();
  const client = new mongo.MongoClient(uri);
  try {
    await provisionUsers(client, users);
  } finally {
    await client.close();
    await server.stop();
  }
  writeFileSync(markFile, mark, { mode: 0o600 });
}

function argumentsOf(program: Program, folder: string, port: number, signIn: boolean): string[] {
  const data = join(folder, 'db');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (program.kind === 'mongod') {
    const keyFile = join(folder, 'keyfile');
    // A replica set with sign-in needs a key for its members; one with a single member never shows it to anyone.
    if (!existsSync(keyFile)) writeFileSync(keyFile, 'c2luZ2xlIG1lbWJlcg==', { mode: 0o600 });
    const listen = ['--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', data];
    const set = ['--replSet', 'wellspring', '--oplogSize', '512'];
    return [...listen, ...set, '--quiet', ...(signIn ? ['--keyFile', keyFile] : [])];
  }
  const config = join(folder, 'secantusd.toml'); // ours and empty: one in the home folder must change nothing here
  if (!existsSync(config)) writeFileSync(config, '');
  const listen = ['--config', config, '--host', '127.0.0.1', '--port', String(port)];
  return [...listen, '--storage-path', data, '--log-level', 'WARNING', ...(signIn ? ['--auth'] : [])];
}

/** One attempt: a primary must answer. A new `mongod` is first made the only member of its set, at its present port. */
async function answers(uri: string, formSet: boolean): Promise<void> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 500, connectTimeoutMS: 2_000 });
  try {
    const admin = client.db('admin');
    let hello = await admin.command({ hello: 1 });
    if (hello.isWritablePrimary !== true && formSet) {
      await formReplicaSet(admin, new URL(uri).host);
      hello = await admin.command({ hello: 1 });
    }
    if (hello.isWritablePrimary !== true) throw new Error('it is not a primary yet');
  } finally {
    await client.close();
  }
}

const NOT_YET_INITIALIZED = 94;

async function formReplicaSet(admin: mongo.Db, host: string): Promise<void> {
  const members = [{ _id: 0, host }];
  try {
    const { config } = await admin.command({ replSetGetConfig: 1 });
    if (config.members[0].host === host) return;
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError) || error.code !== NOT_YET_INITIALIZED) throw error;
    await admin.command({ replSetInitiate: { _id: 'wellspring', members } });
  }
}

async function kindOf(uri: string): Promise<string> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const info = await client.db().command({ buildInfo: 1 });
    return info.secantusVersion === undefined ? `MongoDB ${info.version}` : `SecantusDB ${info.secantusVersion}`;
  } finally {
    await client.close();
  }
}

/** SecantusDB waits 2 s in `accept` when asked to stop; a connection wakes it. */
function knock(port: number): void {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {});
  socket.on('connect', () => socket.destroy());
}
