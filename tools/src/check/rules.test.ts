import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { contractProblemCodes } from '@wellspring/kit/contracts';
import { formatProblems } from './formatProblems.ts';
import { checkCodes } from './Problem.ts';
import { readPlatform } from './readPlatform.ts';
import { checkPlatform, rules } from './rules.ts';

const root = new URL('../../../', import.meta.url);
const allCodes = [...checkCodes, ...contractProblemCodes];

test('every code belongs to one rule', () => {
  expect(rules.flatMap(({ codes }) => codes).sort()).toEqual([...allCodes].sort());
});

test('docs/check.md lists every code once, and no other', async () => {
  const doc = await readFile(new URL('docs/check.md', root), 'utf8');
  const documented = [...doc.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);

  expect(documented.sort()).toEqual([...allCodes].sort());
});

test('docs/check.md tells how many rules there are', async () => {
  expect(await readFile(new URL('docs/check.md', root), 'utf8')).toContain(`\`ok: ${rules.length} rules, `);
});

test('the units of this repository keep every rule', async () => {
  const platform = await readPlatform(root.pathname);

  expect(platform.units.map(({ name }) => name)).toEqual(expect.arrayContaining(['catalog', 'members', 'orders']));
  expect(platform.units.every(({ sources }) => sources.length > 0)).toBe(true);
  // The aggregation service keeps a read model of its own, and copies.
  expect(platform.units.filter(({ owns }) => owns.size === 0).map(({ name }) => name)).toEqual(['insights']);
  expect(platform.released.length).toBeGreaterThan(0);
  expect(checkPlatform(platform)).toEqual([]);
}, 30_000);

test('problems are grouped by file, with line, place, code and what to write', () => {
  const problem = { code: 'NOT_NULLABLE', file: 'a/schema.graphql', at: 'Query.a', message: 'write `a: Int`' } as const;

  expect(formatProblems([{ ...problem, line: 3 }, { ...problem, file: 'b' }, problem])).toBe(
    'a/schema.graphql\n  3: Query.a  [NOT_NULLABLE]\n      write `a: Int`\n  Query.a  [NOT_NULLABLE]\n      write `a: Int`\n\nb\n  Query.a  [NOT_NULLABLE]\n      write `a: Int`\n',
  );
});
