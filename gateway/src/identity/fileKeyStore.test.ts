import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fileKeyStore } from './fileKeyStore.ts';

test('issuers whose names differ in one character keep their keys apart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  try {
    const names = ['keys', 'keys:https://idp.example/a', 'keys:https://idp.example_a', 'keys:https://idp.example:a'];
    for (const name of names) await fileKeyStore(folder, name).save({ keys: [{ kid: name }] });
    for (const name of names) expect(await fileKeyStore(folder, name).load()).toEqual({ keys: [{ kid: name }] });
    expect(await fileKeyStore(folder, 'keys:another').load()).toBeNull();
  } finally {
    await rm(folder, { recursive: true });
  }
});
