import { join } from 'node:path';
import { STATE } from '../root.ts';

/** Where the platform of `npm start` keeps things; tests name another folder. */
export interface PlatformFiles {
  /** All data: MongoDB's, JetStream's, passwords. `npm run reset` deletes it. */
  readonly data: string;
  /** What each process printed, a file each. */
  readonly log: string;
  /** How to reach the running supervisor. Readable by its owner alone: it holds the token. */
  readonly runFile: string;
}

/** The files below `state`. Default: the project's `.wellspring`. */
export function platformFiles(state: string = STATE): PlatformFiles {
  return { data: join(state, 'data'), log: join(state, 'log'), runFile: join(state, 'run', 'platform.json') };
}
