import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import { COLLECTIONS, databaseOf } from '../owner/bookkeeping.ts';
import { Lease } from '../owner/Lease.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { dueRun } from './dueRun.ts';

/** A job as the scheduler knows it. */
export interface ScheduledJob {
  readonly name: string;
  /** In ms. */
  readonly every: number;
  /** Whether {@link Scheduler.wake} makes it due. */
  readonly onWrite?: boolean;
  run(due: Date, signal: AbortSignal): Promise<void>;
}

/** How the scheduler looks. */
export interface ScheduleLimits {
  /** How often it is looked for due jobs, in ms. Default 1,000. */
  readonly pollInterval?: number;
  /** The lease's time to live, in ms. Default 5,000. */
  readonly leaseTtl?: number;
}

/** What a scheduler works with. */
export interface SchedulerOptions extends ScheduleLimits {
  readonly jobs: readonly ScheduledJob[];
  readonly connection: Connection;
  /** Names this process across restarts; see LeaseOptions. */
  readonly instance?: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: Registry;
}

/** What is kept of a job: `wellspring.jobs`. */
export interface JobRecord {
  _id: string;
  /** When the last finished run was due. */
  last?: Date;
  /** When the run under way was due: still there after the process died, then that run is made up. */
  running?: Date;
}

export const JOBS = 'wellspring.jobs';

/**
 * Runs a unit's jobs when they are due by the injected clock. One process a unit does so, by a lease that is renewed while jobs
 * run; when the last run was is kept in the unit's database.
 */
export class Scheduler {
  readonly #options: Required<Omit<SchedulerOptions, 'instance' | 'registry'>>;
  readonly #lease: Lease;
  readonly #records: mongo.Collection<JobRecord>;
  readonly #runs: Counter<'job' | 'outcome'>;
  readonly #stopping = new AbortController();
  readonly #underWay = new Map<string, Promise<void>>();
  /** Jobs that were woken and have not begun since. */
  readonly #woken = new Set<string>();
  #rouse: () => void = () => undefined;
  #running: Promise<void> | undefined;

  constructor({ instance, registry, ...options }: SchedulerOptions) {
    this.#options = { pollInterval: 1_000, leaseTtl: 5_000, ...options };
    const { connection, leaseTtl } = this.#options;
    const database = databaseOf(connection);
    this.#records = database.collection<JobRecord>(JOBS);
    this.#lease = new Lease(database.collection(COLLECTIONS.leases), {
      name: 'scheduler',
      holder: randomUUID(),
      ...(instance === undefined ? {} : { instance }),
      ttl: leaseTtl,
    });
    this.#runs = new Counter({
      name: 'wellspring_job_runs_total',
      help: 'Runs of scheduled jobs, by outcome',
      labelNames: ['job', 'outcome'],
      registers: [registry],
    });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Makes due what is due on a write. A doorbell: what it misses, the job's next run finds. */
  wake(): void {
    for (const { name, onWrite } of this.#options.jobs) if (onWrite === true) this.#woken.add(name);
    if (this.#woken.size > 0) this.#rouse();
  }

  /** Tells running jobs to end, waits for them, gives the lease back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#lease.release().catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { pollInterval, leaseTtl, log } = this.#options;
    const stopping = this.#stopping.signal;
    let term: AbortController | undefined;
    let said = false;
    while (!stopping.aborted) {
      try {
        if (await this.#lease.hold()) {
          term ??= new AbortController();
          await this.#startDue(AbortSignal.any([stopping, term.signal]));
        } else {
          term?.abort();
          term = undefined;
          this.#woken.clear(); // whoever holds the lease hears of writes too
          // A job that does not listen to its signal is waited for before this process may run it again.
          await Promise.all(this.#underWay.values());
        }
        said = false;
      } catch (error) {
        this.#woken.clear();
        if (!said) log.warn({ err: error }, 'jobs wait for the database');
        said = true;
        if (!this.#lease.held) {
          term?.abort();
          term = undefined;
        }
      }
      await this.#pause(Math.min(pollInterval, leaseTtl / 3), stopping);
    }
    term?.abort();
    await Promise.all(this.#underWay.values());
  }

  /** Ends early when a job was woken that can begin now. */
  async #pause(ms: number, stopping: AbortSignal): Promise<void> {
    const roused = new AbortController();
    this.#rouse = () => {
      if ([...this.#woken].some((name) => !this.#underWay.has(name))) roused.abort();
    };
    this.#rouse();
    await delay(ms, undefined, { signal: AbortSignal.any([stopping, roused.signal]) }).catch(() => undefined);
    this.#rouse = () => undefined;
  }

  /** Starts what is due and does not run yet. */
  async #startDue(signal: AbortSignal): Promise<void> {
    const { jobs, clock } = this.#options;
    const records = await this.#records.find({ _id: { $in: jobs.map(({ name }) => name) } }).toArray();
    for (const job of jobs) {
      if (this.#underWay.has(job.name) || signal.aborted) continue;
      const record = records.find(({ _id }) => _id === job.name);
      const woken = this.#woken.has(job.name) ? clock.now() : null;
      const due = record?.running ?? dueRun(record?.last ?? null, job.every, clock.now()) ?? woken;
      if (due === null) continue;
      this.#woken.delete(job.name);
      await this.#records.updateOne({ _id: job.name }, { $set: { running: due } }, { upsert: true });
      if (!this.#lease.held) return;
      const run = this.#runOne(job, due, signal).finally(() => {
        this.#underWay.delete(job.name);
        this.#rouse(); // it may have been woken while it ran
      });
      this.#underWay.set(job.name, run);
    }
  }

  /** Never throws. */
  async #runOne({ name, run }: ScheduledJob, due: Date, signal: AbortSignal): Promise<void> {
    const { log } = this.#options;
    try {
      await run(due, signal);
      this.#runs.inc({ job: name, outcome: 'done' });
    } catch (error) {
      // Told to end, it did: the run is made up by whoever is active next.
      if (signal.aborted) return void log.info({ job: name }, 'a job was ended with its process');
      this.#runs.inc({ job: name, outcome: 'failed' });
      log.error({ err: error, job: name }, 'a job failed; it runs again when it is due again');
    }
    // Guarded: after a lost lease the record is another process'.
    await this.#records
      .updateOne({ _id: name, running: due }, { $set: { last: due }, $unset: { running: '' } })
      .catch((error: unknown) => log.warn({ err: error, job: name }, 'the end of a job was not noted: it runs again'));
  }
}
