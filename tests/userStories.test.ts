import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const root = new URL('../', import.meta.url);
const stories = readFileSync(new URL('docs/user-stories.md', root), 'utf8');
const rows = stories
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| I want'))
  .map((line) => line.slice(2, -2).split(' | '));
const inDocs = (target: string): URL => new URL(target, new URL('docs/', root));

describe('docs/user-stories.md', () => {
  test('has stories of everybody, each in four cells', () => {
    for (const who of ['Visitor', 'Member', 'Author', 'Buyer', 'Viewer', 'Staff'])
      expect(stories).toContain(`## ${who}\n`);
    expect(rows.length).toBeGreaterThan(25);
    expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
  });

  test('names operations that exist: at least 20', () => {
    const named = rows.flatMap(([, , operations = '']) => [...operations.matchAll(/\[(\w+)\]\(([^)]+)\)/g)]);
    const missing = named.filter(
      ([, name, target = '']) => !target.endsWith(`/${name}.graphql`) || !existsSync(inDocs(target)),
    );
    expect(missing.map(([link]) => link)).toEqual([]);
    expect(new Set(named.map(([, name]) => name)).size).toBeGreaterThanOrEqual(20);
  });

  test('names tests that exist, by their names', () => {
    const missing = rows.filter(([, , , shown = '']) => {
      const [, target = '', name = ''] = /^\[[^\]]+\]\(([^)]+)\)(?:: (.+?))?\s*$/.exec(shown) ?? [];
      return target === '' || !existsSync(inDocs(target)) || !readFileSync(inDocs(target), 'utf8').includes(name);
    });
    expect(missing.map(([story, , , shown]) => `${story}: ${shown}`)).toEqual([]);
  });

  test('names units that exist', () => {
    const units = rows.flatMap(([, unit = '']) => unit.trim().split(', ')).filter((unit) => unit !== 'all');
    expect([...new Set(units)].filter((unit) => !existsSync(new URL(`subgraphs/${unit}/`, root)))).toEqual([]);
  });
});
