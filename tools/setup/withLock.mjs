import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { STATE } from './paths.mjs';
import { SetupError } from './SetupError.mjs';
import { say } from './say.mjs';

const LOCK = join(STATE, 'setup.lock');
const PATIENCE = 15 * 60_000; // ms; a first set-up over a slow line takes a few minutes

/**
 * Runs `work` while no other set-up of this project runs. A lock whose process is gone is taken over.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(work) {
  mkdirSync(STATE, { recursive: true });
  const deadline = Date.now() + PATIENCE;
  let told = false;
  while (!take()) {
    const holder = readHolder();
    if (holder !== undefined && !isAlive(holder)) {
      discard(holder);
      continue;
    }
    if (!told) say(`waiting for another set-up (process ${holder ?? 'unknown'}) to finish`);
    told = true;
    if (Date.now() > deadline) {
      throw new SetupError(
        `Another set-up (process ${holder}) has held ${LOCK} for 15 minutes.`,
        'End that process, or delete the file if there is no such process.',
      );
    }
    await delay(200);
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function take() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder() {
  try {
    return Number(readFileSync(LOCK, 'utf8')) || undefined;
  } catch {
    return undefined; // released between our two looks, or not yet written
  }
}

/** Renaming is atomic, so of several waiters one alone discards a dead lock; a fresh one taken by mistake is put back. */
function discard(holder) {
  const aside = `${LOCK}.${process.pid}`;
  try {
    renameSync(LOCK, aside);
  } catch {
    return; // another waiter was first
  }
  if (Number(readFileSync(aside, 'utf8')) === holder) rmSync(aside);
  else renameSync(aside, LOCK);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
