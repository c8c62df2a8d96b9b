import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const docs = read('docs/guarantees.md');
const rows = [...docs.matchAll(/^\| ([\d, ]+) \| (\S+\.test\.ts) \| (.+) \|$/gm)].map(
  ([, rules, file, name]) => [file, name, rules] as [string, string, string],
);

test('docs/guarantees.md names a test of each of the nine rules', () => {
  const held = new Set(rows.flatMap(([, , rules]) => rules.split(', ').map(Number)));
  expect([...held].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test.each(rows)('%s holds "%s"', (file, name) => {
  expect(existsSync(new URL(`../${file}`, import.meta.url))).toBe(true);
  const declared = [...read(file).matchAll(/(?:test|describe)(?:\.each\([^)]*\))?\(\s*(['"`])(.*?)\1,/g)].map(
    ([, , declaredName]) => declaredName,
  );
  expect(declared).toContain(name);
});
