import { ask } from './run.mjs';
import { SetupError } from './SetupError.mjs';

const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11'];
const VERSION = 'import sys; print("%d.%d" % sys.version_info[:2])';

/**
 * A Python from 3.11 to 3.13: the versions that the pinned wheels exist for. `PYTHON` names one before all others.
 *
 * @param {string} why what it is needed for, for the message
 */
export async function findPython(why) {
  const seen = [];
  for (const command of process.env.PYTHON ? [process.env.PYTHON] : CANDIDATES) {
    const version = await ask(command, ['-c', VERSION]);
    if (version === undefined) continue;
    const [major, minor] = version.split('.').map(Number);
    if (major === 3 && minor >= 11 && minor <= 13) return { command, version };
    seen.push(`${command} is ${version}`);
  }
  throw new SetupError(
    `Python 3.11, 3.12 or 3.13 is needed for ${why}; found ${seen.length > 0 ? seen.join(', ') : 'none'}.`,
    'Install one (PYTHON=/path/to/python3 names it), or do without: put `mongod` and `nats-server` on the PATH, or set MONGODB_URI and NATS_URL.',
  );
}
