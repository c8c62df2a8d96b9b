import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleasedContract } from './ReleasedContract.ts';

/** Where released contracts are, relative to the root. */
export const RELEASED = 'schema/contracts/released';

/**
 * The released contracts, by name. None where nothing was released yet.
 * @throws Error when a file cannot be read
 */
export async function readReleased(root: string): Promise<readonly ReleasedContract[]> {
  const folder = join(root, RELEASED);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as ReleasedContract),
  );
}
