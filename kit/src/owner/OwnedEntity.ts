import type { mongo } from 'mongoose';
import type { Stamp } from './entitySchema.ts';

/** An entity document as the relay reads it: live or a tombstone. */
export interface StampedDocument {
  _id: string;
  _stamp: Stamp;
  [field: string]: unknown;
}

/** A view this unit publishes. */
export interface OwnedView {
  readonly name: string;
  /** GraphQL type name. */
  readonly entity: string;
  /** What is asked of the schema: `{ id displayName … }`. */
  readonly selection: string;
  /** Whether every published revision is kept (PROTOCOL.md, "History"). Default: no. */
  readonly history?: boolean;
}

/** What the relay and the ask handler know of an entity of this unit. */
export interface OwnedEntity {
  /** GraphQL type name. */
  readonly type: string;
  /** The driver's collection, tombstones and all, reading the majority. */
  readonly collection: mongo.Collection<StampedDocument>;
  readonly views: readonly OwnedView[];
  /** The event that erases one, where they are persons. */
  readonly erasedBy?: string | undefined;
}
