import type { EventName, ViewName, Views } from '@wellspring/schema';
import { WellspringError } from '../errors/WellspringError.ts';
import type { EntityDocument, EntitySchema } from '../owner/entitySchema.ts';
import { assertReactions } from '../reactions/assertReactions.ts';
import type { Reactions } from '../reactions/Reaction.ts';
import type { Schedule } from '../scheduler/Schedule.ts';
import type { IResolvers } from './IResolvers.ts';
import type { RecordDeclarations } from './recordSchema.ts';
import type { UnitContext } from './UnitContext.ts';

/** A replica of one view. */
export interface ReplicaOf<V extends ViewName> {
  /** `<unit>.<View>` */
  readonly view: V;
  /** The top-level fields of the view that this unit uses; nothing else of it is stored. */
  readonly uses: readonly Exclude<keyof Views[V]['data'] & string, 'id'>[];
  /** Indexes for `find`: each an ordered list of fields, dotted where nested; `-` in front of one sorts it descending. */
  readonly indexes?: readonly (readonly string[])[];
}

/** A replica: which view of another unit is copied, and which of its fields this unit needs to know. */
export type ReplicaDeclaration = { [V in ViewName]: ReplicaOf<V> }[ViewName];

/** Entities by GraphQL type name. */
export type EntityDeclarations = Readonly<Record<string, EntitySchema<EntityDocument>>>;
/** Replicas by the name the unit gives them. */
export type ReplicaDeclarations = Readonly<Record<string, ReplicaDeclaration>>;

/** What a unit says of itself: the part that its context type derives from. */
export interface UnitData<
  E extends EntityDeclarations,
  R extends ReplicaDeclarations,
  P extends RecordDeclarations = RecordDeclarations,
> {
  /** Golden sources: the schema of each entity this unit owns. The views are read from `views.graphql`. */
  readonly entities: E;
  /** Local copies of other units' views. */
  readonly replicas: R;
  /** What the unit keeps for itself and nobody copies; see `recordSchema`. Default: none. */
  readonly records?: P;
}

/** A unit, whole: see DESIGN.md, "A unit, whole". */
export interface UnitDeclaration<
  E extends EntityDeclarations,
  R extends ReplicaDeclarations,
  P extends RecordDeclarations = RecordDeclarations,
> extends UnitData<E, R, P> {
  /** Lower-case letters, digits and dashes. Names the subgraph, the streams, the broker's user. */
  readonly name: string;
  /** The unit's folder: holds `schema.graphql`, `views.graphql` and `events.graphql`. */
  readonly folder: URL;
  /** Views of which every published revision is kept, by name (PROTOCOL.md, "History"). Default: none. */
  readonly history?: readonly string[];
  readonly resolvers: IResolvers;
  /** What the unit does when another unit tells of a business event, by the event's name; see {@link Reaction}. */
  readonly reactions?: Reactions<UnitData<E, R, P>>;
  /** What the unit does by time, by a name of its own; see {@link Job}. */
  readonly schedule?: Schedule<UnitData<E, R, P>>;
  /**
   * What else the unit answers over HTTP, by path: GET, as JSON, to whoever reaches the unit. For what is no part of the graph, such as
   * public keys. A coded error answers its status.
   */
  readonly routes?: Routes<UnitData<E, R, P>>;
  /** What whoever runs the unit should know, such as what is turned off: logged when it begins to serve. Default: nothing. */
  readonly notices?: readonly string[];
  /**
   * Entities that are persons, each with the business event that erases it: `{ Member: 'MemberErased' }`. Whoever deletes one
   * records that event with the tombstone; then everything else that was told of the entity is removed, from the archive and from
   * the broker. The event itself stays: its data must not be personal.
   */
  readonly erasable?: Readonly<Record<string, string>>;
}

/** HTTP answers of a unit's own, by path. */
export type Routes<D extends UnitData<EntityDeclarations, ReplicaDeclarations>> = Readonly<
  // As a method, so that a unit with its own types is a unit.
  Record<`/${string}`, { answer(context: UnitContext<D>): Promise<unknown> }['answer']>
>;

const MARK = Symbol.for('wellspring.unit');

/** A declared unit, ready for `startUnit`. */
export interface Unit<
  E extends EntityDeclarations = EntityDeclarations,
  R extends ReplicaDeclarations = ReplicaDeclarations,
  P extends RecordDeclarations = RecordDeclarations,
> extends UnitDeclaration<E, R, P> {
  readonly [MARK]: true;
}

/** The names of business events a unit may record: `<unit>.<Event>` in the contracts. */
export type { EventName };

/** Gives a declaration its types: `const data = declareData({ entities, replicas })`, then `type Context = UnitContext<typeof data>`. */
export function declareData<
  const E extends EntityDeclarations,
  const R extends ReplicaDeclarations,
  const P extends RecordDeclarations = Record<never, never>,
>(data: UnitData<E, R, P>): UnitData<E, R, P> {
  return data;
}

const KIT_ROUTES = ['/graphql', '/healthz', '/readyz', '/metrics'];

/**
 * Declares a unit. Opens nothing and reads nothing: it can be imported by tools.
 * @throws WellspringError UNIT_INVALID when the name, an entity or a replica is malformed
 */
export function defineUnit<
  const E extends EntityDeclarations,
  const R extends ReplicaDeclarations,
  const P extends RecordDeclarations = Record<never, never>,
>(declaration: UnitDeclaration<E, R, P>): Unit<E, R, P> {
  const { name, replicas } = declaration;
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
    throw new WellspringError('UNIT_INVALID', `Expected a unit name of a-z, 0-9 and dashes, got "${name}".`);
  }
  for (const [replica, { view, uses }] of Object.entries(replicas)) {
    if (!/^[a-z][a-z0-9-]*\.[A-Z]\w*$/.test(view)) {
      throw new WellspringError(
        'UNIT_INVALID',
        `${name}: replica "${replica}" names the view "${view}"; expected <unit>.<View>.`,
      );
    }
    if (view.startsWith(`${name}.`)) {
      throw new WellspringError(
        'UNIT_INVALID',
        `${name}: replica "${replica}" copies the unit's own view "${view}"; use the model.`,
      );
    }
    if (uses.length === 0) {
      throw new WellspringError(
        'UNIT_INVALID',
        `${name}: replica "${replica}" uses no field of "${view}": drop it or name what it uses.`,
      );
    }
  }
  for (const record of Object.keys(declaration.records ?? {})) {
    if (!/^[A-Z]\w{0,63}$/.test(record)) {
      throw new WellspringError(
        'UNIT_INVALID',
        `${name}: expected a record's name like "Credential", got "${record}".`,
      );
    }
  }
  for (const path of Object.keys(declaration.routes ?? {})) {
    if (!/^\/[\w./-]{1,128}$/.test(path) || KIT_ROUTES.includes(path)) {
      const own = KIT_ROUTES.join(', ');
      throw new WellspringError('UNIT_INVALID', `${name}: expected a path of its own, not ${own}; got "${path}".`);
    }
  }
  assertReactions(name, declaration.reactions, declaration.schedule);
  return Object.freeze({ ...declaration, [MARK]: true as const });
}

/** Whether a module's export is a unit; for tools that discover units. */
export function isUnit(value: unknown): value is Unit {
  return typeof value === 'object' && value !== null && MARK in value;
}
