import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentFiles } from './resolverTypes.ts';

const exported = /^export (?:interface|type) (\w+)Document\b/gm;

/** Finds the document interfaces of a unit: each `<Type>Document` that a file of its `src` exports, by type. */
export async function findDocuments(unitFolder: string): Promise<DocumentFiles> {
  const source = join(unitFolder, 'src');
  const files: string[] = [];
  for await (const file of glob('**/*.ts', { cwd: source })) files.push(file);
  const documents: Record<string, string> = {};
  for (const file of files.sort()) {
    for (const [, type = ''] of (await readFile(join(source, file), 'utf8')).matchAll(exported))
      documents[type] ??= `./${file}`;
  }
  return documents;
}
