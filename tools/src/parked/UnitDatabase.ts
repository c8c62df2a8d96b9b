import { mongo } from 'mongoose';
import { connectPlatform } from '../platform/connectPlatform.ts';

/** A unit's own database, for an operator's command. */
export interface UnitDatabase {
  /** The unit, or the database's name where only that is known. */
  readonly unit: string;
  readonly database: mongo.Db;
  close(): Promise<void>;
}

/**
 * Opens the databases of units: the one that `MONGODB_URI` names, else those of the platform that `npm start` runs.
 * @param only this unit's
 * @throws PlatformError NOT_RUNNING when there is neither, Error when there is no such unit
 */
export async function openUnitDatabases(
  env: Readonly<Record<string, string | undefined>>,
  only?: string,
): Promise<readonly UnitDatabase[]> {
  const { MONGODB_URI: given } = env;
  if (given) return [await open(given, only)];
  const { mongo: uris } = await connectPlatform().access();
  const units = only === undefined ? Object.keys(uris) : [only];
  return Promise.all(
    units.map((unit) => {
      const uri = uris[unit];
      if (uri === undefined)
        throw new Error(`There is no unit '${unit}'. Expected one of: ${Object.keys(uris).join(', ')}.`);
      return open(uri, unit);
    }),
  );
}

async function open(uri: string, unit?: string): Promise<UnitDatabase> {
  const options: mongo.MongoClientOptions = { serverSelectionTimeoutMS: 5_000, writeConcern: { w: 'majority' } };
  const client = await new mongo.MongoClient(uri, options).connect();
  const database = client.db();
  return { unit: unit ?? database.databaseName, database, close: () => client.close() };
}
