import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importUnit } from '../generate/importUnit.ts';
import { readUnitFolders } from '../generate/readUnitFolders.ts';
import { readReleased } from '../release/readReleased.ts';
import { createPlatform, type UnitInput } from './createPlatform.ts';
import type { Platform, SourceFile } from './Platform.ts';

/**
 * Reads the units, the gateway and the kit below `root`.
 * @throws Error when a `src/unit.ts` cannot be imported, or a released contract cannot be read
 */
export async function readPlatform(root: string): Promise<Platform> {
  const folders = await readUnitFolders(root);
  const units = await Promise.all(
    folders.map(async ({ name, path, sdl, views, events }): Promise<[string, UnitInput]> => {
      const [unit, sources] = await Promise.all([importUnit(join(root, path)), readSources(root, `${path}/src`)]);
      const replicas = Object.entries(unit?.replicas ?? {}).map(([replica, { view, uses }]) => ({
        name: replica,
        view,
        uses,
      }));
      const owns = unit === undefined ? undefined : Object.keys(unit.entities);
      const reactions = Object.keys(unit?.reactions ?? {});
      return [name, { sdl, views, events, declaredName: unit?.name, owns, replicas, reactions, sources }];
    }),
  );
  const sources = await Promise.all(['gateway/src', 'kit/src'].map((folder) => readSources(root, folder)));
  return createPlatform(Object.fromEntries(units), sources.flat(), await readReleased(root));
}

async function readSources(root: string, folder: string): Promise<SourceFile[]> {
  const paths: string[] = [];
  for await (const file of glob('**/*.ts', { cwd: join(root, folder), exclude: (name) => name === 'generated' })) {
    paths.push(`${folder}/${file}`);
  }
  return Promise.all(paths.sort().map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
}
