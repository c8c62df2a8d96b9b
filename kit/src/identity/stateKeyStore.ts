import type { Connection } from 'mongoose';
import { stateOf } from '../owner/bookkeeping.ts';
import type { KeyStore, PublishedKeys } from './KeyCache.ts';

/** Keeps the keys in the unit's own database (`wellspring.state`): a unit that restarts while their issuer is down knows them. */
export function stateKeyStore(connection: Connection, _id: string): KeyStore {
  return {
    load: async () => {
      const row = await stateOf(connection).findOne({ _id });
      return row === null ? null : { keys: row.keys as PublishedKeys['keys'] };
    },
    save: async ({ keys }) => {
      await stateOf(connection).updateOne({ _id }, { $set: { keys, at: new Date() } }, { upsert: true });
    },
  };
}
