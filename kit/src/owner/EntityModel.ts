import type { EventData, EventName } from '@wellspring/schema';
import type { HydratedDocument, Model } from 'mongoose';
import type { EntityDocument } from './entitySchema.ts';

/** The last part of `<unit>.<Event>`. */
type ShortName<N extends string> = N extends `${string}.${infer Short}` ? Short : never;
type DataOf<Short extends string> = { [N in EventName]: ShortName<N> extends Short ? EventData<N> : never }[EventName];

/** What the golden source adds to each mongoose document. */
export interface EntityMethods {
  /**
   * Records a business event: it is written with the next `save()` or `tombstone()`, in the same atomic document write.
   * @throws WellspringError EVENT_INVALID when the data is not what `events.graphql` declares
   */
  record<Short extends ShortName<EventName>>(type: Short, data: DataOf<Short>): void;
  /**
   * Deletes the entity: its document becomes a tombstone, with the recorded events. Guarded by the loaded revision.
   * @throws WellspringError CONFLICT when somebody changed or deleted it meanwhile
   */
  tombstone(): Promise<void>;
}

/** A mongoose model of an entity, with the golden source in place. */
export type EntityModel<Doc extends EntityDocument> = Model<Doc, Record<never, never>, EntityMethods>;
/** A loaded, writable entity. */
export type EntityInstance<Doc extends EntityDocument> = HydratedDocument<Doc, EntityMethods>;
