/** Prints, as JSON, which servers only a wheel can provide on this machine; run by tools/setup/ensureServers.mjs. */
import { findMongo, findNats, type Program } from '../../../kit/src/embedded/programs.ts';

const { env } = process;

function onlyByWheel(given: string | undefined, find: () => Program): boolean {
  if (given !== undefined && given !== '') return false;
  try {
    return find().fromWheel;
  } catch {
    return true; // nothing found anywhere
  }
}

const needed = [
  ...(onlyByWheel(env.MONGODB_URI, () => findMongo(env)) ? ['mongodb'] : []),
  ...(onlyByWheel(env.NATS_URL, () => findNats(env)) ? ['nats'] : []),
];
process.stdout.write(JSON.stringify(needed));
