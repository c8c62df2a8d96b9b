import { type Connection, type Model, Schema } from 'mongoose';
import { assertUnsealed } from './seal.ts';

/** Every record has an id. */
export interface RecordDocument {
  _id: string;
}

/** A mongoose schema of a unit's private records. `Doc` is the plain document. */
export interface RecordSchema<Doc extends RecordDocument> {
  readonly schema: Schema;
  /** For the compiler only: carries the type. */
  readonly document?: Doc;
}

/** Records by name. */
export type RecordDeclarations = Readonly<Record<string, RecordSchema<RecordDocument>>>;

/** An index of a record. */
export interface RecordIndex {
  readonly fields: Readonly<Record<string, 1 | -1>>;
  readonly name: string;
  readonly unique?: boolean;
  /** Only documents that hold this take part. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** MongoDB removes a document this long after the time in its one indexed field, in seconds. */
  readonly expireAfterSeconds?: number;
}

/**
 * The schema of a unit's private records: what it keeps for itself and nobody else ever sees, such as credentials, counters or a read
 * model. They are plain documents: not stamped, never published, without events; a deletion is a deletion. What others may copy is an
 * entity. In a reaction they take part in its transaction like the entities.
 * @param definition mongoose's paths, without `_id`
 */
export function recordSchema<Doc extends RecordDocument>(
  definition: Record<Exclude<keyof Doc & string, '_id'>, unknown>,
  indexes: readonly RecordIndex[] = [],
): RecordSchema<Doc> {
  const schema = new Schema({ _id: String, ...definition } as never, {
    versionKey: false,
    strict: 'throw',
    autoCreate: false,
    autoIndex: false,
    minimize: false,
  });
  for (const { fields, where, ...options } of indexes)
    schema.index(fields as never, { ...options, ...(where === undefined ? {} : { partialFilterExpression: where }) });
  return { schema: schema as unknown as Schema };
}

/** The collection of a unit's records in its own database. */
export const recordCollection = (name: string): string => `record.${name}`;

/** Puts a record's schema on a connection. Views may not use it: what they publish is in the entity's document. */
export function createRecordModel<Doc extends RecordDocument>(
  connection: Connection,
  name: string,
  { schema }: RecordSchema<Doc>,
): Model<Doc> {
  const model = connection.model<Doc>(`record:${name}`, schema.clone() as never, recordCollection(name));
  const collection = model.collection as unknown as { _getCollection(): unknown };
  const original = collection._getCollection.bind(collection);
  collection._getCollection = () => {
    assertUnsealed('records');
    return original();
  };
  return model as unknown as Model<Doc>;
}
