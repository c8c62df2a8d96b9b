import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { planOperation } from '../plan/planOperation.ts';
import { CompositionFailed, type CompositionFault } from './CompositionFailed.ts';
import { composeSupergraph } from './composeSupergraph.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@provides", "@requires"])';
const people = `${link}
type Query { person(id: ID!): Person }
type Person @key(fields: "id") { id: ID!  name: String @shareable  weight: Int }
`;
const notes = `${link}
type Query { notes: [Note!] }
type Note { text: String  author: Person @provides(fields: "name") }
type Person @key(fields: "id") { id: ID!  name: String @external  weight: Int @external  portrait: String @requires(fields: "weight") }
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function supergraphOf(subgraphs: Record<string, string>): Promise<string> {
  const lines = ['federation_version: =2.14.4', 'subgraphs:'];
  for (const [name, sdl] of Object.entries(subgraphs)) {
    await writeFile(join(folder, `${name}.graphql`), sdl);
    lines.push(`  ${name}:`, `    routing_url: http://${name}.test/graphql`, `    schema: { file: ./${name}.graphql }`);
  }
  return writeYaml(lines.join('\n'));
}

async function writeYaml(text: string): Promise<string> {
  const file = join(folder, 'supergraph.yaml');
  await writeFile(file, text);
  return file;
}

async function faultsOf(composing: Promise<unknown>): Promise<readonly CompositionFault[]> {
  const error = await composing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CompositionFailed);
  return (error as CompositionFailed).faults;
}

describe('composing a supergraph', () => {
  test('keeps the routing URLs for the gateway and hides the federation machinery from clients', async () => {
    const { supergraphSdl, apiSdl } = await composeSupergraph(await supergraphOf({ people, notes }));

    expect(supergraphSdl).toContain('url: "http://people.test/graphql"');
    expect(apiSdl).toContain('type Person {\n  id: ID!\n  name: String\n  portrait: String\n  weight: Int\n}');
    expect(apiSdl).not.toMatch(/join__|link__|_service|_entities|@/);
  });

  test('gives the same text whatever the order of the subgraphs', async () => {
    const one = await composeSupergraph(await supergraphOf({ people, notes }));
    const other = await composeSupergraph(await supergraphOf({ notes, people }));

    expect(other).toEqual(one);
  });

  test('names the subgraphs, the code and the place of a disagreement', async () => {
    const disagreeing = people.replace('name: String @shareable', 'name: String! @shareable');
    const faults = await faultsOf(composeSupergraph(await supergraphOf({ people: disagreeing, notes })));

    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code: 'EXTERNAL_TYPE_MISMATCH' });
    expect(faults[0]?.subgraphs).toEqual(expect.arrayContaining(['people', 'notes']));
    expect(faults[0]?.locations).toContainEqual(expect.stringMatching(/people\.graphql:3:\d+$/));
  });

  test('names the place of a syntax error, and every subgraph that cannot be read', async () => {
    const file = await supergraphOf({ people: 'type Query {', notes });
    await rm(join(folder, 'notes.graphql'));
    const faults = await faultsOf(composeSupergraph(file));

    expect(faults.map(({ code, subgraphs }) => [code, subgraphs]).sort()).toEqual([
      ['SUBGRAPH_SYNTAX', ['people']],
      ['SUBGRAPH_UNREADABLE', ['notes']],
    ]);
    expect(faults.flatMap(({ locations }) => locations)).toEqual([expect.stringMatching(/people\.graphql:1:13$/)]);
  });

  test('refuses a supergraph file without addresses, saying what was expected', async () => {
    const faults = await faultsOf(
      composeSupergraph(
        await writeYaml('federation_version: 1\nsubgraphs: { people: { schema: { file: x } }, notes: {} }'),
      ),
    );

    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('federation_version must be 2'),
      expect.stringContaining('expected `routing_url:`'),
      expect.stringContaining('expected `schema:`'),
    ]);
  });

  test('asks a running subgraph for its SDL, as Rover does with subgraph_url', async () => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      request
        .setEncoding('utf8')
        .on('data', (body: string) => asked.push([request.headers['x-key'], JSON.parse(body)]));
      request.on('end', () => response.end(JSON.stringify({ data: { _service: { sdl: people } } })));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    try {
      const { supergraphSdl } = await composeSupergraph(
        await writeYaml(
          `subgraphs: { people: { schema: { subgraph_url: "${url}", introspection_headers: { x-key: k } } } }`,
        ),
      );
      expect(supergraphSdl).toContain(`url: "${url}"`);
      expect(asked).toEqual([['k', { query: '{ _service { sdl } }' }]]);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('composing without copies', () => {
  const query = '{ notes { text author { name } } }';

  test('changes the plan and not the schema that clients see', async () => {
    const file = await supergraphOf({ people, notes });
    const copies = await composeSupergraph(file);
    const none = await composeSupergraph(file, { withoutCopies: true });

    expect(none.apiSdl).toBe(copies.apiSdl);
    expect(planOperation(copies.supergraphSdl, query)).toMatchObject({ fetches: ['notes'], hops: 0 });
    expect(planOperation(none.supergraphSdl, query)).toMatchObject({ fetches: ['notes', 'people'], hops: 1 });
  });

  test('keeps an external field that a @requires needs', async () => {
    const none = await composeSupergraph(await supergraphOf({ people, notes }), { withoutCopies: true });

    expect(planOperation(none.supergraphSdl, '{ notes { author { portrait } } }').fetches).toEqual([
      'notes',
      'people',
      'notes',
    ]);
  });

  test('holds for the units of this repository: each copied field of the demo query costs a hop', async () => {
    const demo = await readFile('schema/operations/LatestOrders.graphql', 'utf8');
    const { supergraphSdl } = await composeSupergraph('supergraph.yaml');
    const none = await composeSupergraph('supergraph.yaml', { withoutCopies: true });

    expect(planOperation(supergraphSdl, demo)).toMatchObject({ fetches: ['orders'], hops: 0 });
    expect(planOperation(none.supergraphSdl, demo).hops).toBe(2);
  });
});
