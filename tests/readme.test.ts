import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const readme = read('README.md');

describe('README.md', () => {
  const snippets = [...readme.matchAll(/<!-- file: (\S+) -->\n```ts\n([\s\S]*?)```/g)];

  test('every TypeScript snippet names the compiled file it is from', () => {
    expect(snippets).toHaveLength([...readme.matchAll(/```ts\n/g)].length);
    expect(snippets.length).toBeGreaterThan(3);
  });

  test.each(snippets.map(([, file, code]) => [file as string, code as string]))(
    'the snippet of %s is in it to the letter',
    (file, code) => {
      expect(read(file)).toContain(code);
    },
  );

  test('every link to a file leads somewhere', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target]) => target as string);
    expect(targets.filter((target) => !existsSync(new URL(target, root)))).toEqual([]);
  });

  test('every npm command it names exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm (?:run )?([a-z][\w:-]*)/g)].map(([, name]) => name as string);
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual(['package']);
  });

  test('the table of a unit’s variables is what loadConfig reads', () => {
    const code = read('kit/src/unit/loadConfig.ts');
    const inCode = new Set(
      [...code.matchAll(/env\.([A-Z_]+)|wholeNumber\('([A-Z_]+)'/g)].map((match) => match[1] ?? match[2]),
    );
    const table = readme.slice(readme.indexOf('## Configuration'), readme.indexOf('Of `npm start`'));
    for (const name of inCode) expect(table).toContain(`\`${name === 'NODE_ENV' ? 'NODE_ENV=production' : name}\``);
  });
});
