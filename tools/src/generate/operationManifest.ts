import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type DocumentNode, Kind, parse, print, separateOperations } from 'graphql';
import { readOperationDocuments } from './operationTypes.ts';

/**
 * The text of `schema/operations/persisted-query-manifest.json`: every operation of the clients, in the format that Apollo's
 * tools write and gateways read; undefined when there is none.
 */
export async function printOperationManifest(root: string): Promise<string | undefined> {
  const documents = await readOperationDocuments(join(root, 'schema/operations')).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const operations = documents.flatMap(({ text }) =>
    Object.values(separateOperations(parse(text, { noLocation: true }))).map(toEntry),
  );
  if (operations.length === 0) return undefined;
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function toEntry(document: DocumentNode) {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const body = print(document);
  const id = createHash('sha256').update(body).digest('hex');
  return { id, name: operation?.name?.value ?? '', type: operation?.operation ?? 'query', body };
}
