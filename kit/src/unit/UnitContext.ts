import type { Views } from '@wellspring/schema';
import type DataLoader from 'dataloader';
import type { Model } from 'mongoose';
import type { Logger } from 'pino';
import type { IdentityMode } from '../identity/IdentityConfig.ts';
import type { EntityModel } from '../owner/EntityModel.ts';
import type { EntityDocument, EntitySchema } from '../owner/entitySchema.ts';
import type { ReplicaReader } from '../replica/ReplicaReader.ts';
import type { Actor } from './Actor.ts';
import type { EntityDeclarations, ReplicaDeclaration, ReplicaDeclarations, UnitData } from './defineUnit.ts';
import type { RecordDocument, RecordSchema } from './recordSchema.ts';

/** Time, injected: tests move it, views may not read it. */
export interface Clock {
  now(): Date;
}

/** The document type of an entity schema. */
export type DocumentOf<S> = S extends EntitySchema<infer Doc extends EntityDocument> ? Doc : never;

/** The document type of a record schema. */
export type RecordOf<S> = S extends RecordSchema<infer Doc extends RecordDocument> ? Doc : never;

/** What `replicas.x.load` answers: the key and the fields that the unit declared to use. */
export type CopyOf<D> = D extends { view: infer V extends keyof Views; uses: readonly (infer F)[] }
  ? Pick<Views[V]['data'], 'id' | (F & keyof Views[V]['data'])>
  : never;

/** What every resolver of a unit gets as its third argument. One a request. */
export interface UnitContext<
  D extends UnitData<EntityDeclarations, ReplicaDeclarations> = UnitData<EntityDeclarations, ReplicaDeclarations>,
> {
  /** Who asks; null when nobody is signed in. Never taken from an argument. */
  readonly actor: Actor | null;
  /** How that is known. Where it is `development`, a unit may show to anyone what it guards elsewhere. */
  readonly identity: IdentityMode;
  /** The unit's own entities, to read and to write. */
  readonly models: { readonly [K in keyof D['entities']]: EntityModel<DocumentOf<D['entities'][K]>> };
  /** The unit's private records. */
  readonly records: {
    readonly [K in keyof NonNullable<D['records']>]: Model<RecordOf<NonNullable<D['records']>[K]>>;
  };
  /** The unit's own entities by id, batched and loaded once a request; null when there is none. */
  readonly entities: { readonly [K in keyof D['entities']]: DataLoader<string, DocumentOf<D['entities'][K]> | null> };
  /** Local copies of other units' views. */
  readonly replicas: {
    readonly [K in keyof D['replicas']]: D['replicas'][K] extends ReplicaDeclaration
      ? ReplicaReader<CopyOf<D['replicas'][K]>>
      : never;
  };
  /**
   * Several writes as one: with models and records, which take part by themselves, one after another. `work` runs again when MongoDB asks for it,
   * so it loads what it changes inside; what it throws undoes all of it. In a reaction it is part of the reaction's own transaction.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly requestId: string;
}
