import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnitTexts } from '@wellspring/kit/contracts';
import { readIfThere } from '../compose/writeIfChanged.ts';

/** The files of a unit that say what it serves and publishes. */
export interface UnitFolder extends UnitTexts {
  /** The folder's name, which is the unit's. */
  readonly name: string;
  /** `subgraphs/members`, relative to the root. */
  readonly path: string;
}

/** Each folder of `subgraphs/` that holds a `schema.graphql`, sorted by name. A file that is not there reads as empty. */
export async function readUnitFolders(root: string): Promise<readonly UnitFolder[]> {
  const entries = await readdir(join(root, 'subgraphs'), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const units = await Promise.all(
    names.sort().map(async (name) => {
      const path = `subgraphs/${name}`;
      const read = (file: string) => readIfThere(join(root, path, file));
      const [sdl, views = '', events = ''] = await Promise.all([
        read('schema.graphql'),
        read('views.graphql'),
        read('events.graphql'),
      ]);
      return sdl === undefined ? undefined : { name, path, sdl, views, events };
    }),
  );
  return units.filter((unit) => unit !== undefined);
}
