import { mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeIfChanged } from './writeIfChanged.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeIfChanged', () => {
  test('creates the folder and the file, and leaves nothing else behind', async () => {
    const path = join(folder, 'deep', 'file.txt');

    expect(await writeIfChanged(path, 'one')).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('one');
    expect(await readdir(join(folder, 'deep'))).toEqual(['file.txt']);
  });

  test('does not touch a file that holds the text already', async () => {
    const path = join(folder, 'file.txt');
    await writeIfChanged(path, 'one');
    await utimes(path, 1, 1);

    expect(await writeIfChanged(path, 'one')).toBe(false);
    expect((await stat(path)).mtimeMs).toBe(1_000);
    expect(await writeIfChanged(path, 'two')).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('two');
  });
});
