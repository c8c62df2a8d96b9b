import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildSchema, type DocumentNode, Kind, type OperationDefinitionNode, parse, Source, validate } from 'graphql';

/** A client's document: its file and its text. */
export type OperationDocument = { readonly location: string; readonly text: string };

const preamble = `// Generated from schema/api.graphql and schema/operations by \`npm run generate\`; do not edit.

/** An operation and, for the compiler alone, what it takes and what it answers. */
export type Operation<Data, Variables> = { readonly name: string; readonly query: string; readonly __types?: (variables: Variables) => Data };
`;

/**
 * The types of clients' operations, and each operation as a value that carries them: `LatestOrders`, of type
 * `Operation<LatestOrdersQuery, LatestOrdersQueryVariables>`.
 *
 * @throws {Error} naming every document that does not fit the schema, and every operation without a name of its own.
 */
export async function generateOperationTypes(apiSdl: string, documents: readonly OperationDocument[]): Promise<string> {
  const parsed = documents.map(({ location, text }) => ({ location, document: parse(new Source(text, location)) }));
  assertFit(apiSdl, parsed);
  const types = await codegen({
    filename: 'operations.ts',
    schema: parse(apiSdl),
    documents: parsed,
    config: {
      scalars: { ID: 'string', DateTime: 'string', Decimal: 'string' },
      defaultScalarType: 'unknown',
      enumType: 'string-literal',
      immutableTypes: true,
      useTypeImports: true,
      skipTypename: true,
    },
    plugins: [{ operations: {} }],
    pluginMap: { operations: typescriptOperations },
  });
  const values = documents.flatMap(({ text }, index) =>
    operationsOf(parsed[index]?.document).map((operation) => printValue(operation, text)),
  );
  return `${[preamble.trimEnd(), types.trim(), ...values].join('\n\n')}\n`;
}

/** Reads the documents of a folder (`*.graphql`), in the order of their names. */
export async function readOperationDocuments(folder: string): Promise<OperationDocument[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.graphql')).sort();
  return Promise.all(
    files.map(async (file) => ({ location: join(folder, file), text: await readFile(join(folder, file), 'utf8') })),
  );
}

type ParsedDocument = { readonly location: string; readonly document: DocumentNode };

function assertFit(apiSdl: string, documents: readonly ParsedDocument[]): void {
  const schema = buildSchema(apiSdl);
  const faults = documents.flatMap(({ document }) => validate(schema, document).map(String));
  const places = new Map<string, string>();
  for (const { location, document } of documents) {
    for (const { name } of operationsOf(document)) {
      if (name === undefined) {
        faults.push(`${location}: every operation needs a name, to name its types.`);
      } else if (places.has(name.value)) {
        faults.push(`${location}: the name '${name.value}' is taken by ${places.get(name.value)}.`);
      } else places.set(name.value, location);
    }
  }
  if (faults.length > 0) throw new Error(`The operations do not fit the schema:\n\n${faults.join('\n\n')}`);
}

function operationsOf(document: DocumentNode | undefined): OperationDefinitionNode[] {
  return (document?.definitions ?? []).filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

function printValue({ name, operation }: OperationDefinitionNode, text: string): string {
  const label = name?.value ?? '';
  const type = `${label}${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  const [, comment] = /^# (.+)$/m.exec(text) ?? [];
  const doc = comment === undefined ? '' : `/** ${comment} */\n`;
  const query = text
    .replace(/^(#.*\n)+/, '')
    .trim()
    .replaceAll(/[\\`]|\$(?=\{)/g, '\\$&');
  return `${doc}export const ${label}: Operation<${type}, ${type}Variables> = {\n  name: '${label}',\n  query: \`${query}\`,\n};`;
}
