import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash, readMarker, writeMarker } from './marker.mjs';
import { ROOT, STATE } from './paths.mjs';
import { npm } from './run.mjs';
import { SetupError } from './SetupError.mjs';
import { saying } from './say.mjs';
import { withLock } from './withLock.mjs';

const LOCKFILE = join(ROOT, 'package-lock.json');
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json'); // npm writes it last: it lists what is really there
const MARKER = join(STATE, 'packages.json');

/** Installs the packages of all workspaces exactly as package-lock.json says, unless they are there already. */
export async function ensurePackages() {
  if (isDone()) return;
  await withLock(async () => {
    if (isDone()) return;
    if (!isInstalled()) await saying('installing packages (npm)', install);
    writeMarker(MARKER, { lockfile: contentHash(LOCKFILE) });
  });
}

async function install() {
  // Not `npm ci`: it refuses a lock file that was made where a package for another platform could not be had.
  // Without saving, `npm install` takes exactly the locked versions and hashes; it is checked below that it did.
  const ran = await npm(['install', '--no-save', '--ignore-scripts']);
  if (ran && isInstalled()) return;
  throw new SetupError(
    ran
      ? 'npm installed something else than package-lock.json says.'
      : 'npm could not install the packages: see above.',
    'Check that the npm registry can be reached (`npm ping`) and that package.json and package-lock.json are as committed, then try again.',
  );
}

function isDone() {
  return existsSync(INSTALLED) && readMarker(MARKER)?.lockfile === contentHash(LOCKFILE);
}

/** Whether node_modules already holds what the lock file asks for, as after a developer's own `npm install`. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const wanted = JSON.parse(readFileSync(LOCKFILE, 'utf8')).packages;
  const present = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true; // the root and the workspaces themselves
    const there = present[path];
    if (there === undefined) return entry.optional === true || entry.devOptional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}
