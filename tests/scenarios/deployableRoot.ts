import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '@wellspring/tools/root.ts';

/** A project's root of whose units new versions can be deployed, while the project itself stays as it is. */
export interface DeployableRoot {
  readonly root: string;
  /**
   * Writes a new version of a unit's file.
   * @throws Error when the file does not hold what is to be replaced: then the deployment would be none
   */
  change(file: string, was: string, is: string): void;
  remove(): void;
}

/** A root with copies of the units and links to everything else. */
export function deployableRoot(): DeployableRoot {
  const root = mkdtempSync(join(tmpdir(), 'wellspring-root-'));
  for (const shared of ['gateway', 'kit', 'schema', 'node_modules', 'package.json'])
    symlinkSync(join(ROOT, shared), join(root, shared));
  cpSync(join(ROOT, 'supergraph.yaml'), join(root, 'supergraph.yaml'));
  mkdirSync(join(root, 'subgraphs'));
  cpSync(join(ROOT, 'subgraphs'), join(root, 'subgraphs'), { recursive: true });
  return {
    root,
    change(file, was, is) {
      const path = join(root, file);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(was)) throw new Error(`${file} does not hold ${was}`);
      writeFileSync(path, text.replace(was, is));
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
