import { mongo } from 'mongoose';
import type { TestServers } from './startTestServers.ts';

/** Everything a database holds. */
export type Backup = ReadonlyMap<string, readonly mongo.Document[]>;

/** Copies a database into memory. */
export async function takeBackup(database: mongo.Db): Promise<Backup> {
  const names = (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  const copies = names.map(async (name) => [name, await database.collection(name).find().toArray()] as const);
  return new Map(await Promise.all(copies));
}

/** Puts a database back to a backup, as an operator does: what was created since is gone. */
export async function restoreBackup(database: mongo.Db, backup: Backup): Promise<void> {
  const names = (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  for (const name of names) await database.collection(name).deleteMany({});
  // Who runs meanwhile may have written one of them again.
  for (const [name, documents] of backup)
    if (documents.length > 0)
      await database.collection(name).bulkWrite(
        documents.map((document) => ({
          replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true },
        })),
      );
}

/** Puts the database of a unit that is down back to a backup. */
export async function setBack({ mongo: server }: TestServers, database: string, backup: Backup): Promise<void> {
  const client = await new mongo.MongoClient(server.uriFor(database)).connect();
  await restoreBackup(client.db(), backup).finally(() => client.close());
}
