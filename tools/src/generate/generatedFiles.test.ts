import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { generatedFiles } from './generatedFiles.ts';

const run = promisify(execFile);
const command = new URL('../generate.ts', import.meta.url).pathname;
const generate = (...args: string[]) =>
  run(process.execPath, [command, '--root', root, ...args]).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, text: stderr }),
  );

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'generate-'));
  await writeUnit('customer-care', {
    'schema.graphql': `type Query { ticket(id: ID!): Ticket }
"A question."
type Ticket @key(fields: "id") { id: ID!  "How bad?" level: Level  tags: [String!]  grid: [[Int]] }
enum Level { LOW HIGH }`,
    'views.graphql': '"Seen on lists."\nfragment TicketCard on Ticket { level tags grid }',
    'events.graphql':
      'type TicketOpened @event(of: "Ticket") { level: Level! by: Person } type Person { name: String! }',
  });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function writeUnit(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const folder = join(root, 'subgraphs', name);
  await mkdir(join(folder, 'src'), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
}

describe('what is generated from the units', () => {
  test('holds an interface for each view and event, in wire form', async () => {
    const text = (await generatedFiles(root)).get('schema/contracts/customer-care.ts');

    expect(text).toBe(`// Generated from subgraphs/customer-care by \`npm run generate\`; do not edit.

/**
 * Seen on lists.
 *
 * The view \`customer-care.TicketCard\` of Ticket, in wire form.
 */
export interface TicketCard {
  readonly id: string;
  /** How bad? */
  readonly level: Level | null;
  readonly tags: readonly string[] | null;
  readonly grid: readonly (readonly (number | null)[] | null)[] | null;
}

/**
 * A fact of Ticket.
 *
 * The data of the event \`customer-care.TicketOpened\` of Ticket, in wire form.
 */
export interface TicketOpened {
  readonly level: Level;
  readonly by: Person | null;
}

export interface Person {
  readonly name: string;
}

export type Level = 'LOW' | 'HIGH';
`);
  });

  test('names every view and event in the index, also of a unit with dashes', async () => {
    const text = (await generatedFiles(root)).get('schema/contracts/index.ts');

    expect(text).toContain("import type * as customerCare from './customer-care.ts';");
    expect(text).toContain(
      "  'customer-care.TicketCard': { readonly entity: 'Ticket'; readonly data: customerCare.TicketCard };",
    );
    expect(text).toContain(
      "  'customer-care.TicketOpened': { readonly entity: 'Ticket'; readonly data: customerCare.TicketOpened };",
    );
  });

  test("types resolvers by the unit's documents and context", async () => {
    await writeUnit('customer-care', { 'src/TicketDocument.ts': 'export interface TicketDocument { _id: string }' });
    const text = (await generatedFiles(root)).get('subgraphs/customer-care/src/generated/resolvers.ts');

    expect(text).toContain("import type { TicketDocument } from '../TicketDocument.ts';");
    expect(text).toContain("import type { CustomerCareContext } from '../context.ts';");
    expect(text).toContain('Ticket: ResolverTypeWrapper<TicketDocument>;');
    expect(text).not.toMatch(/^import (?!type)/m);
    expect(text).not.toMatch(/\benum\b/);
  });

  test('is the same each time', async () => {
    expect([...(await generatedFiles(root))]).toEqual([...(await generatedFiles(root))]);
  });
});

describe('npm run generate', () => {
  test('writes, then has nothing to write; --check names what is stale, missing or obsolete', async () => {
    expect(await generate('--check')).toMatchObject({
      code: 1,
      text: expect.stringContaining('schema/contracts/index.ts is missing'),
    });
    expect(await generate()).toMatchObject({ code: 0, text: expect.stringContaining('6 files, 6 changed, 0 removed') });
    expect(await generate()).toEqual({ code: 0, text: '6 files, 0 changed, 0 removed\n' });
    expect(await generate('--check')).toEqual({ code: 0, text: 'ok: 6 generated files are up to date\n' });

    const folder = join(root, 'schema/contracts');
    await cp(join(folder, 'customer-care.TicketCard.json'), join(folder, 'customer-care.Gone.json'));
    await writeFile(join(folder, 'index.ts'), 'edited');
    expect(await generate('--check')).toEqual({
      code: 1,
      text: 'schema/contracts/customer-care.Gone.json belongs to nothing any more\nschema/contracts/index.ts is stale\nRun `npm run generate` and commit the result.\n',
    });
    expect((await generate()).text).toContain('customer-care.Gone.json: removed');
    expect(await generate('--check')).toMatchObject({ code: 0 });
  }, 60_000);

  test('writes nothing when a view is unsound, and says why', async () => {
    await writeUnit('customer-care', { 'views.graphql': 'fragment TicketCard on Ticket { nothing }' });

    expect(await generate()).toEqual({
      code: 1,
      text: expect.stringMatching(
        /^subgraphs\/customer-care\/views\.graphql:1 TicketCard\.nothing: Ticket has no field "nothing"/,
      ),
    });
    await expect(readFile(join(root, 'schema/contracts/index.ts'))).rejects.toThrow('ENOENT');
  }, 60_000);

  test('says when a unit cannot be imported', async () => {
    await writeUnit('customer-care', { 'src/unit.ts': 'export const nothing = 1;' });

    expect(await generate()).toEqual({
      code: 1,
      text: expect.stringMatching(/customer-care\/src\/unit\.ts exports no unit: write `export const … = defineUnit\(/),
    });
  }, 60_000);
});
