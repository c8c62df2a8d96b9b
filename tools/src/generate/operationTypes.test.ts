import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { generateOperationTypes, readOperationDocuments } from './operationTypes.ts';

const apiSdl = 'type Query { greeting(name: String!): String } scalar DateTime';
const document = (text: string, location = 'a.graphql') => ({ location, text });

describe('the types of operations', () => {
  test('carry what an operation takes and what it answers, and its text', async () => {
    const types = await generateOperationTypes(apiSdl, [
      document('# Says hello.\nquery Greet($name: String!) { greeting(name: $name) }'),
    ]);

    expect(types).toContain('export type GreetQuery = { readonly greeting: string | null };');
    expect(types).toContain('/** Says hello. */\nexport const Greet: Operation<GreetQuery, GreetQueryVariables> = {');
    expect(types).toContain('query: `query Greet($name: String!) { greeting(name: $name) }`');
  });

  test('hold text that TypeScript would otherwise read as its own', async () => {
    const text = ['query Greet { greeting(name: "', '`', '$', '{a}', '\\n', '") }'].join('');
    const types = await generateOperationTypes(apiSdl, [document(text)]);
    const javaScript = types.slice(types.indexOf('export const')).replace(/^export const Greet: [^=]+= /, 'return ');

    expect(new Function(javaScript)().query).toBe(text);
  });

  test.each([
    ['a field that is not there', [document('query A { nobody }')], 'Cannot query field "nobody"'],
    ['an operation without a name', [document('{ greeting(name: "x") }')], 'a.graphql: every operation needs a name'],
    [
      'a name that is taken',
      [document('query A { greeting(name: "x") }'), document('query A { greeting(name: "y") }', 'b.graphql')],
      "b.graphql: the name 'A' is taken by a.graphql",
    ],
  ])('are refused for %s', async (_, documents, message) => {
    await expect(generateOperationTypes(apiSdl, documents)).rejects.toThrow(message);
  });

  test('that are checked in are those of the API schema and the documents (else run `npm run generate`)', async () => {
    const documents = await readOperationDocuments('schema/operations');
    const types = await generateOperationTypes(await readFile('schema/api.graphql', 'utf8'), documents);

    expect(await readFile('schema/operations/index.ts', 'utf8')).toBe(types);
  });
});
