import { Schema } from 'mongoose';

/** Every entity document has a string id. */
export interface EntityDocument {
  _id: string;
}

/** A business event waiting in its document for the relay. */
export interface PendingEvent {
  /** Unique; consumers deduplicate by it. */
  id: string;
  /** Past tense, as in `events.graphql`. */
  type: string;
  /** When it was recorded. */
  at: Date;
  data: Record<string, unknown>;
  /** W3C trace context of the request that recorded it. */
  traceparent?: string;
}

/**
 * What the golden source keeps in each document (PROTOCOL.md, "Stamp").
 * A tombstone has neither `live` nor anything of the entity but `_id`.
 */
export interface Stamp {
  rev: number;
  epoch: number;
  /** When this revision was written. */
  at?: Date;
  /** Set on live documents only, so that indexes can be partial on it. */
  live?: true;
  /** From when on the relay should publish this document; absent when everything is published. */
  dirty?: Date;
  /** When the first write was made that is not published; absent when everything is. */
  since?: Date;
  /** Publications that failed in a row. */
  attempts?: number;
  events?: PendingEvent[];
  /** W3C trace context of the last write, where its trace is recorded; absent when everything is published. */
  traceparent?: string;
}

/** A mongoose schema of an entity. `Doc` is the plain document as resolvers see it. */
export interface EntitySchema<Doc extends EntityDocument> {
  readonly schema: Schema;
  /** For the compiler only: carries the type. */
  readonly document?: Doc;
}

/** An index of an entity: fields in order, `unique` among live documents. */
export interface EntityIndex {
  readonly fields: Readonly<Record<string, 1 | -1>>;
  readonly unique?: boolean;
  /** Name of the index; a duplicate is told by it. */
  readonly name: string;
  /** Only documents that hold this take part (joined with: live). */
  readonly where?: Readonly<Record<string, unknown>>;
}

/**
 * The schema of an entity: string `_id`, no version key (the stamp's revision is the version), strict.
 * @param definition mongoose's paths, without `_id`
 * @param indexes unique ones hold among live documents only
 */
export function entitySchema<Doc extends EntityDocument>(
  definition: Record<Exclude<keyof Doc & string, '_id'>, unknown>,
  indexes: readonly EntityIndex[] = [],
): EntitySchema<Doc> {
  const schema = new Schema({ _id: String, ...definition } as never, {
    versionKey: false,
    strict: 'throw',
    autoCreate: false,
    autoIndex: false,
    minimize: false,
  });
  for (const { fields, name, unique = false, where } of indexes) {
    schema.index(fields as never, {
      name,
      unique,
      ...(where === undefined ? {} : { partialFilterExpression: { ...where } }),
    });
  }
  return { schema: schema as unknown as Schema };
}
