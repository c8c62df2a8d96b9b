import { existsSync, readFileSync } from 'node:fs';
import type { UnitTexts } from '../contracts/contractFile.ts';
import { WellspringError } from '../errors/WellspringError.ts';

/**
 * Reads `schema.graphql`, `views.graphql` and `events.graphql` of a unit's folder; the last two may be absent.
 * @throws WellspringError UNIT_INVALID when there is no `schema.graphql`
 */
export function readUnitTexts(name: string, folder: URL): UnitTexts {
  const read = (file: string): string => {
    const url = new URL(file, folder);
    return existsSync(url) ? readFileSync(url, 'utf8') : '';
  };
  const sdl = read('schema.graphql');
  if (sdl === '')
    throw new WellspringError(
      'UNIT_INVALID',
      `${name}: expected a schema.graphql in the unit's folder (${folder.pathname}).`,
    );
  return { sdl, views: read('views.graphql'), events: read('events.graphql') };
}
