import mongoose, { type Connection, type HydratedDocument, type mongo } from 'mongoose';
import { type MongoServer, startMongo } from '../embedded/index.ts';
import { isWellspringError } from '../errors/WellspringError.ts';
import { databaseOf } from '../owner/bookkeeping.ts';
import { createEntityModel, type EntityModelSettings } from '../owner/createEntityModel.ts';
import type { EntityModel } from '../owner/EntityModel.ts';
import { type EntityDocument, type EntitySchema, entitySchema } from '../owner/entitySchema.ts';
import type { StampedDocument } from '../owner/OwnedEntity.ts';

/** An entity to try the golden source with. */
export interface Note extends EntityDocument {
  title: string;
  slug?: string;
  count?: number;
  tags?: string[];
  author?: { name?: string; city?: string };
}

export const noteSchema = (): EntitySchema<Note> =>
  entitySchema<Note>(
    {
      title: { type: String, required: true },
      slug: String,
      count: Number,
      tags: { type: [String], default: undefined },
      author: { type: { name: String, city: String }, _id: false },
    },
    [{ name: 'slug', fields: { slug: 1 }, unique: true, where: { slug: { $type: 'string' } } }],
  );

/** Golden sources on a real MongoDB. */
export interface NoteRig {
  readonly connection: Connection;
  readonly Notes: EntityModel<Note>;
  /** Another golden source of the same unit. */
  model<Doc extends EntityDocument>(entity: string, schema: EntitySchema<Doc>): EntityModel<Doc>;
  /** The collection, tombstones and all. */
  raw(entity?: string): mongo.Collection<StampedDocument>;
  stored(id: string): Promise<StampedDocument>;
  /** Writes that were told of so far. */
  rings(): number;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startNoteRig(settings: Partial<EntityModelSettings> = {}): Promise<NoteRig> {
  const server: MongoServer = await startMongo();
  const connection = await mongoose
    .createConnection(server.uriFor('golden'), { autoIndex: false, autoCreate: false })
    .asPromise();
  let rings = 0;
  const model = <Doc extends EntityDocument>(entity: string, schema: EntitySchema<Doc>): EntityModel<Doc> =>
    createEntityModel(connection, schema, {
      entity,
      stampSource: () => ({ epoch: 3, now: new Date() }),
      written: () => {
        rings += 1;
      },
      validateEvent: () => undefined,
      ...settings,
    });
  const Notes = model('Note', noteSchema());
  for (const [fields, options] of Notes.schema.indexes())
    await Notes.collection.createIndex(fields as never, options as never);
  const raw = (entity = 'Note') => databaseOf(connection).collection<StampedDocument>(entity);
  return {
    connection,
    Notes,
    model,
    raw,
    stored: async (id) => {
      const document = await raw().findOne({ _id: id });
      if (document === null) throw new Error(`no document ${id}`);
      return document;
    },
    rings: () => rings,
    clear: async () => {
      await raw().deleteMany({});
      rings = 0;
    },
    stop: async () => {
      await connection.close();
      await server.stop();
    },
  };
}

/** Records an event that no contract declares. */
export function recordOn<T>(note: T, type: string, data: object = {}): T {
  (note as { record(type: string, data: object): void }).record(type, data);
  return note;
}

/** The code that work is refused with. */
export async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return isWellspringError(error) ? error.code : `not coded: ${String(error)}`;
  }
  return 'nothing thrown';
}

export type NoteDocument = HydratedDocument<Note>;
