import type { EventData, EventName } from '@wellspring/schema';
import type { mongo } from 'mongoose';
import type { EntityDeclarations, ReplicaDeclarations, UnitData } from '../unit/defineUnit.ts';
import type { UnitContext } from '../unit/UnitContext.ts';

/** A business event as a reaction gets it. */
export interface ReactionEvent<N extends EventName = EventName> {
  /** Unique. What a reaction does outside its database takes this as its idempotency key. */
  readonly id: string;
  /** `<unit>.<Event>` */
  readonly type: N;
  /** The entity it is a fact of. */
  readonly entityId: string;
  /** When it was recorded. */
  readonly at: Date;
  /** The entity's revision when the event was published: at least the one that recorded it. */
  readonly rev: number;
  readonly epoch: number;
  readonly data: EventData<N>;
  /** W3C trace context of the request that recorded it. */
  readonly traceparent: string | undefined;
}

/** What a reaction gets beside the event: a unit's context, inside one transaction. */
export interface ReactionContext<
  D extends UnitData<EntityDeclarations, ReplicaDeclarations> = UnitData<EntityDeclarations, ReplicaDeclarations>,
> extends UnitContext<D> {
  readonly actor: { readonly kind: 'reaction'; readonly unit: string; readonly event: string };
  /** The transaction. The models use it by themselves; what goes past them (the driver's own collections) has to name it. */
  readonly session: mongo.ClientSession;
}

/**
 * A unit's handler of one kind of business event. It has its effect once, however often the event comes: all it writes
 * with the models is one transaction, together with the note that the event was handled. What it throws undoes all of it; it is
 * then called again, later. It must not write to the models in parallel: a MongoDB transaction does one thing at a time.
 */
export type Reaction<
  N extends EventName,
  D extends UnitData<EntityDeclarations, ReplicaDeclarations> = UnitData<EntityDeclarations, ReplicaDeclarations>,
> = {
  // As a method, so that a unit with its own types is a unit.
  handle(event: ReactionEvent<N>, context: ReactionContext<D>): Promise<void>;
}['handle'];

/** A unit's reactions, by the event they are to. */
export type Reactions<D extends UnitData<EntityDeclarations, ReplicaDeclarations>> = {
  readonly [N in EventName]?: Reaction<N, D>;
};
