import { join } from 'node:path';
import { readIfThere } from '../compose/writeIfChanged.ts';
import { generateOperationTypes, readOperationDocuments } from './operationTypes.ts';

/** The text of `schema/operations/index.ts`; undefined while nothing is composed or there is no document. */
export async function printOperationFile(root: string): Promise<string | undefined> {
  const apiSdl = await readIfThere(join(root, 'schema/api.graphql'));
  if (apiSdl === undefined) return undefined;
  const documents = await readOperationDocuments(join(root, 'schema/operations')).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return documents.length === 0 ? undefined : generateOperationTypes(apiSdl, documents);
}
