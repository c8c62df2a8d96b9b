import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const readme = read('README.md');

const words = (list: string): string[] =>
  [...new Set(list.split(',').map((word) => word.trim()))].filter((word) => word !== '').sort();

/** What a unit's code says, without its tests. */
function sourcesOf(unit: string): string {
  const folder = `subgraphs/${unit}/src/`;
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('generated'))
    .map((file) => read(`${folder}${file}`))
    .join('\n');
}

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

  test('the table of units says what each owns, copies and reacts to', () => {
    const section = readme.slice(readme.indexOf('## The units'), readme.indexOf('## How to write a unit'));
    const rows = [...section.matchAll(/^\| \[(\w+)\]\(\S+\) \| \w+ \| (.*) \| (.*)\| (.*) \|$/gm)].map(
      ([, unit = '', owns = '', copies = '', hears = '']) => ({
        unit,
        owns,
        copies: words(copies),
        hears: words(hears),
      }),
    );
    expect(rows.map(({ unit }) => unit).sort()).toEqual(readdirSync(new URL('subgraphs/', root)).sort());
    for (const { unit, owns, copies, hears } of rows) {
      const source = sourcesOf(unit);
      const data = read(`subgraphs/${unit}/src/data.ts`);
      const views = [...data.matchAll(/view: '([^']+)'/g)].map(([, view]) => view as string);
      expect({ unit, copies }).toEqual({ unit, copies: words(views.join(', ')) });
      const heard = [...source.matchAll(/'(\w+)\.[A-Z]\w+': /g)].map(([, owner]) => owner as string);
      expect({ unit, hears }).toEqual({ unit, hears: words(heard.filter((owner) => owner !== unit).join(', ')) });
      const entities = /entities: \{([^}]*)\}/.exec(data)?.[1] ?? '';
      for (const [, entity] of entities.matchAll(/(\w+):/g))
        expect({ unit, owns }).toEqual({ unit, owns: expect.stringContaining(entity as string) });
    }
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
