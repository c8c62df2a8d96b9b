import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-'));
  await writeFile(join(folder, 'unit.graphql'), 'type Query { hello: String }');
  await writeFile(
    join(folder, 'supergraph.yaml'),
    'subgraphs: { unit: { routing_url: "http://unit.test", schema: { file: unit.graphql } } }',
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a command of tools/src, with paths relative to the test's folder. */
async function command(name: string, ...args: readonly string[]): Promise<Outcome> {
  try {
    const script = join(process.cwd(), 'tools/src', `${name}.ts`);
    return { code: 0, ...(await run(process.execPath, [script, ...args], { cwd: folder })) };
  } catch (error) {
    return error as Outcome;
  }
}

describe('npm run compose', () => {
  test('writes both files once, and tells --check whether they are stale', async () => {
    expect((await command('compose', '--check')).stderr).toContain('schema/supergraph.graphql is missing');
    expect((await command('compose')).stdout).toBe('schema/supergraph.graphql: written\nschema/api.graphql: written\n');
    expect((await command('compose')).stdout).toBe(
      'schema/supergraph.graphql: unchanged\nschema/api.graphql: unchanged\n',
    );
    expect(await readFile(join(folder, 'schema/api.graphql'), 'utf8')).toBe('type Query {\n  hello: String\n}\n');
    expect(await command('compose', '--check')).toMatchObject({ code: 0, stderr: '' });

    await writeFile(join(folder, 'unit.graphql'), 'type Query { hello: Int }');
    expect(await command('compose', '--check')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/supergraph\.graphql is stale.*\n.*api\.graphql is stale.*npm run compose/),
    });
    expect(await readFile(join(folder, 'schema/api.graphql'), 'utf8')).toContain('hello: String');
  }, 60_000);

  test('names subgraph, code and place of a fault, and leaves the files as they were', async () => {
    await command('compose');
    await writeFile(join(folder, 'unit.graphql'), 'type Query {\n  hello: Strin\n}');

    expect(await command('compose')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /INVALID_GRAPHQL \[unit\]\n {4}\[unit\] Unknown type[^\n]*\n {4}at unit\.graphql:2:10/,
      ),
    });
    expect(await readFile(join(folder, 'schema/api.graphql'), 'utf8')).toContain('hello: String');
  }, 60_000);

  test('does not let a graph without copies take the place of the real one', async () => {
    expect(await command('compose', '--without-copies')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('needs --output FILE'),
    });
  }, 60_000);
});

describe('npm run plan', () => {
  test('prints the plan, the fetches and the hops', async () => {
    await command('compose');

    expect((await command('plan', '{ hello }')).stdout).toMatch(
      /Fetch\(service: "unit"\)[\s\S]*fetches: 1 \(unit\)\nhops: {4}0\n$/,
    );
    expect(await command('plan')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("npm run plan -- [options] 'QUERY'"),
    });
  }, 60_000);
});
