import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';
import { AggregatorRegistry } from 'prom-client';
import { isMetricsRequest, type MetricsAnswer } from './WorkerMessage.ts';

/** Set for a worker that takes the place of one that ended: it listens once it can answer. */
export const REPLACEMENT = 'WELLSPRING_REPLACEMENT';

/** Before a worker is started in place of one that ended, so that one that cannot start does not keep the machine busy; ms. */
const RESTART_AFTER = 500;

/**
 * The process that serves nothing itself: starts the workers, starts another where one ends, and passes signals on. They share one port.
 *
 * @returns what stops them, and resolves when all have ended
 */
export function superviseWorkers(count: number, log: Logger): (signal: NodeJS.Signals) => Promise<void> {
  const registry = new AggregatorRegistry();
  const timers = new Set<NodeJS.Timeout>();
  let stopping = false;
  let everListened = false;

  const launch = (env: NodeJS.ProcessEnv = {}): void => {
    const worker = cluster.fork(env);
    log.info({ worker: worker.id, pid: worker.process.pid }, 'worker started');
  };
  const answerMetrics = async (worker: Worker, id: number): Promise<void> => {
    const answer: MetricsAnswer = await registry.clusterMetrics().then(
      (text) => ({ kind: 'wellspring:metrics', id, text }),
      (error: Error) => ({ kind: 'wellspring:metrics', id, failed: error.message }),
    );
    if (worker.isConnected()) worker.send(answer);
  };

  cluster.on('listening', () => {
    everListened = true;
  });
  cluster.on('message', (worker, message: unknown) => {
    if (isMetricsRequest(message)) void answerMetrics(worker, message.id);
  });
  cluster.on('exit', (worker, code, signal) => {
    if (stopping) return;
    log.error({ worker: worker.id, pid: worker.process.pid, code, signal }, 'worker ended');
    if (!everListened) {
      // What keeps the first from starting keeps all from it: they have said what it is.
      process.exitCode = 1;
      stopping = true;
      for (const other of workers()) other.process.kill('SIGTERM');
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      launch({ [REPLACEMENT]: 'true' });
    }, RESTART_AFTER);
    timers.add(timer);
  });
  for (let index = 0; index < count; index += 1) launch();

  return async (signal) => {
    stopping = true;
    for (const timer of timers) clearTimeout(timer);
    await Promise.all(
      workers().map(async (worker) => {
        const ended = new Promise((resolve) => worker.once('exit', resolve));
        worker.process.kill(signal);
        await ended;
      }),
    );
  };
}

const workers = (): readonly Worker[] =>
  Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker !== undefined && !worker.isDead());
