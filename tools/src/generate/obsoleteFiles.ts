import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of `schema/contracts/` that nothing generates any more: a view, an event or a unit that is gone. */
export async function obsoleteFiles(root: string, generated: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const there = await readdir(join(root, 'schema/contracts')).catch(() => []);
  const paths = there.filter((name) => /\.(json|ts)$/.test(name)).map((name) => `schema/contracts/${name}`);
  return paths.filter((path) => !generated.has(path)).sort();
}
