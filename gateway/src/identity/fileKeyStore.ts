import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore, PublishedKeys } from '@wellspring/kit/identity';
import { parseJson } from '../subgraphs/parseJson.ts';

/** Keeps public keys in a folder: a gateway that starts while their issuer is down knows them. */
export function fileKeyStore(folder: string, key: string): KeyStore {
  // Each its own: another issuer's keys would vouch for tokens of this one.
  const file = join(folder, `${encodeURIComponent(key)}.json`);
  return {
    load: async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return (parseJson(text) as PublishedKeys | undefined) ?? null;
    },
    save: async (keys) => {
      // Another process of the gateway may be writing it too: each writes a whole file, the last one stays.
      await mkdir(folder, { recursive: true });
      const written = `${file}.${process.pid}`;
      await writeFile(written, JSON.stringify(keys), { mode: 0o600 });
      await rename(written, file);
    },
  };
}
