import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PlatformError } from './PlatformError.ts';

/** A unit that can be run: a folder of `subgraphs/` that `supergraph.yaml` gives an address. */
export interface UnitFolder {
  readonly name: string;
  /** Its entry, from the root: `subgraphs/orders/src/main.ts`. */
  readonly main: string;
  /** The port of its routing URL in `supergraph.yaml`. */
  readonly port: number;
}

/**
 * The units of the project at `root`, in the order of `supergraph.yaml`.
 * Throws `UNITS_INVALID` when the file and the folders disagree, naming each disagreement.
 */
export function discoverUnits(root: string): readonly UnitFolder[] {
  const { subgraphs = {} } = parse(readFileSync(join(root, 'supergraph.yaml'), 'utf8')) as {
    subgraphs?: Record<string, { routing_url?: string }>;
  };
  const folders = readdirSync(join(root, 'subgraphs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const faults = folders
    .filter((folder) => !Object.hasOwn(subgraphs, folder))
    .map((folder) => `subgraphs/${folder} is not listed in supergraph.yaml`);
  const units = Object.entries(subgraphs).flatMap(([name, { routing_url: url }]) => {
    const main = join('subgraphs', name, 'src', 'main.ts');
    if (!existsSync(join(root, main))) faults.push(`${name} is listed in supergraph.yaml, but ${main} does not exist`);
    const port = url !== undefined && URL.canParse(url) ? Number(new URL(url).port) : 0;
    if (port === 0) faults.push(`${name} has no routing_url with a port in supergraph.yaml`);
    return { name, main, port };
  });
  if (faults.length > 0) {
    throw new PlatformError(
      'UNITS_INVALID',
      `supergraph.yaml and subgraphs/ disagree:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
  return units;
}
