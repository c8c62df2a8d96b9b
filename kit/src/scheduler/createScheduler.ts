import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { UnitMetrics } from '../server/UnitMetrics.ts';
import type { Actor } from '../unit/Actor.ts';
import type { Unit } from '../unit/defineUnit.ts';
import { newTraceparent, runInScope } from '../unit/requestScope.ts';
import type { Clock, UnitContext } from '../unit/UnitContext.ts';
import type { JobContext } from './Schedule.ts';
import { type ScheduleLimits, Scheduler } from './Scheduler.ts';

/** What the jobs of a unit need of it. */
export interface SchedulerParts {
  readonly unit: Unit;
  readonly connection: Connection;
  readonly instance?: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: UnitMetrics;
  readonly limits?: ScheduleLimits | undefined;
  context(request: { actor: Actor; requestId: string; log: Logger; used: () => void }): UnitContext;
}

/** The scheduler of a unit; undefined when it does nothing by time. */
export function createScheduler(parts: SchedulerParts): Scheduler | undefined {
  const { unit, connection, instance, clock, log, metrics, limits, context } = parts;
  const jobs = Object.entries(unit.schedule ?? {}).map(([name, { every, onWrite = false, run }]) => ({
    name,
    every,
    onWrite,
    run: async (due: Date, signal: AbortSignal): Promise<void> => {
      const actor = { kind: 'schedule', unit: unit.name, job: name } as const;
      const requestId = `${name}:${due.toISOString()}`;
      const scope = { requestId, traceparent: newTraceparent(), sealed: false };
      await runInScope(scope, async () => {
        const plain = context({ actor, requestId, log: log.child({ requestId, job: name }), used: () => undefined });
        const job: JobContext = { ...plain, actor, due, signal };
        await run(job as never);
      });
    },
  }));
  if (jobs.length === 0) return undefined;
  return new Scheduler({ ...limits, jobs, connection, instance, clock, log, registry: metrics.registry });
}
