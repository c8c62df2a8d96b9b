import type { EntityDeclarations, ReplicaDeclarations, UnitData } from '../unit/defineUnit.ts';
import type { UnitContext } from '../unit/UnitContext.ts';

/** What a job gets: a unit's context. */
export interface JobContext<
  D extends UnitData<EntityDeclarations, ReplicaDeclarations> = UnitData<EntityDeclarations, ReplicaDeclarations>,
> extends UnitContext<D> {
  readonly actor: { readonly kind: 'schedule'; readonly unit: string; readonly job: string };
  /** When the run was due: at most one run has this time. */
  readonly due: Date;
  /** Aborted when the unit stops or another process may run jobs now: a long job ends then. */
  readonly signal: AbortSignal;
}

/** Something that a unit does by time. */
export interface Job<
  D extends UnitData<EntityDeclarations, ReplicaDeclarations> = UnitData<EntityDeclarations, ReplicaDeclarations>,
> {
  /** From one run to the next, in ms. The first run is due at once. */
  readonly every: number;
  /** Due at once, too, when an entity of the unit was written: what waits in a document is worked on now, and `every` is the net. */
  readonly onWrite?: boolean;
  /**
   * One run at a time in all processes of the unit. A run that was missed is made up once, and so is one that ended with its process:
   * a job must bear being repeated. What it throws is logged; the next run is due as if it had gone well.
   */
  run(context: JobContext<D>): Promise<void>;
}

/** A unit's jobs, by name. */
export type Schedule<D extends UnitData<EntityDeclarations, ReplicaDeclarations>> = Readonly<Record<string, Job<D>>>;
