import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commands, helpText } from '../../commands.mjs';
import { ROOT } from '../root.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

describe('the table of commands', () => {
  test('is the npm scripts: each goes through the bootstrap, none is missing, none is beside it', () => {
    const expected = [...Object.keys(commands), 'help'].map((name) => [name, `exec node tools/bootstrap.mjs ${name}`]);
    expect(scripts).toEqual(Object.fromEntries(expected));
  });

  test('every command has its line in the help', () => {
    for (const { summary } of Object.values(commands)) expect(helpText()).toContain(summary);
  });
});
