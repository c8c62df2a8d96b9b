import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import type { PlanRequest } from './apolloPlannerThread.ts';
import { fromApolloPlan } from './fromApolloPlan.ts';
import type { Plan } from './Plan.ts';
import { PlanningFailed } from './PlanningFailed.ts';
import type { QueryPlanner } from './QueryPlanner.ts';

interface Waiting {
  readonly resolve: (plan: Plan) => void;
  readonly reject: (error: Error) => void;
  /** Ends its waiting for the thread. */
  readonly patience: NodeJS.Timeout;
}

/** How much longer one waits while the thread is starting, ms. */
const START_WITHIN = 10_000;

/**
 * Apollo's planner, in a thread of its own; the thread starts with the first plan. One that takes too long is ended with its thread, and
 * those that waited behind it are planned by another.
 * @param timeout for one plan, in ms; who waits for others' gives up after twice as long
 */
export function createApolloPlanner(supergraphSdl: string, timeout: number): QueryPlanner {
  let worker: Worker | undefined;
  let queue: (PlanRequest & Waiting)[] = [];
  let current: (PlanRequest & Waiting) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let ready = false;
  let closed = false;

  const late = (): PlanningFailed => new PlanningFailed('PLANNING_TIMEOUT', `No plan was found within ${timeout} ms.`);
  const giveUp = (all: readonly Waiting[], error: Error): void => {
    queue = queue.filter((waiting) => !all.includes(waiting));
    for (const { reject, patience } of all) {
      clearTimeout(patience);
      reject(error);
    }
  };
  const next = (): void => {
    if (!ready || current !== undefined || queue.length === 0) return;
    current = queue.shift() as PlanRequest & Waiting;
    const { id, operation, operationName, share, patience } = current;
    clearTimeout(patience);
    timer = setTimeout(() => restart(late()), timeout);
    worker?.postMessage({ id, operation, operationName, share } satisfies PlanRequest);
  };
  const settle = (error: Error | undefined, plan?: QueryPlan): void => {
    const settled = current;
    current = undefined;
    clearTimeout(timer);
    if (settled === undefined) return;
    try {
      if (error !== undefined) throw error;
      settled.resolve(fromApolloPlan(plan as QueryPlan));
    } catch (failure) {
      settled.reject(failure as Error);
    }
  };
  const restart = (error: Error): void => {
    const ended = worker;
    worker = undefined;
    ready = false;
    void ended?.terminate();
    settle(error);
    if (!closed && queue.length > 0) start();
  };
  const start = (): void => {
    const started = new Worker(new URL('./apolloPlannerThread.ts', import.meta.url), { workerData: { supergraphSdl } });
    worker = started;
    started.unref();
    started.on('message', ({ id, plan, error }: { id: number; plan?: QueryPlan; error?: string }) => {
      if (worker !== started) return;
      if (id === 0) ready = true;
      else
        settle(
          error === undefined ? undefined : new PlanningFailed('PLANNING_FAILED', `There is no plan: ${error}`),
          plan,
        );
      next();
    });
    started.on('error', (cause) => {
      if (worker !== started) return;
      const error = new PlanningFailed('PLANNING_FAILED', 'The planner ended.', { cause });
      if (!ready) {
        // It cannot start: nobody need wait for it.
        giveUp(queue, error);
      }
      restart(error);
    });
  };

  return {
    name: 'apollo',
    plan(operation, operationName, share) {
      return new Promise((resolve, reject) => {
        if (closed) {
          reject(new PlanningFailed('PLANNING_FAILED', 'The supergraph was replaced meanwhile.'));
          return;
        }
        lastId += 1;
        const patience = setTimeout(() => giveUp([waiting], late()), 2 * timeout + (ready ? 0 : START_WITHIN));
        const waiting = { id: lastId, operation, operationName, share, resolve, reject, patience };
        queue.push(waiting);
        if (worker === undefined) start();
        next();
      });
    },
    async close() {
      closed = true;
      const error = new PlanningFailed('PLANNING_FAILED', 'The supergraph was replaced meanwhile.');
      giveUp(queue, error);
      clearTimeout(timer);
      settle(error);
      await worker?.terminate();
    },
  };
}
