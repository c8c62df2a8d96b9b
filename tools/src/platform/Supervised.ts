import { describeExit, type ProcessExit } from '@wellspring/kit/embedded';

/** A process that runs now. */
export interface RunningProcess {
  readonly pid: number;
  readonly exited: Promise<ProcessExit>;
  /** Asks it to end, forces it after `timeout` ms, and resolves when it has ended. */
  stop(timeout: number): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** `running`; `waiting` to be started again; `held` down on request; `stopped` for good. */
export type ServiceState = 'running' | 'waiting' | 'held' | 'stopped';

/** How the time to the next start grows while a process keeps dying. All in ms. */
export interface Backoff {
  /** Default 200. */
  readonly first: number;
  /** Default 10_000. */
  readonly most: number;
  /** A process that lived this long starts again at `first`. Default 30_000. */
  readonly healthyAfter: number;
}

const BACKOFF: Backoff = { first: 200, most: 10_000, healthyAfter: 30_000 };

/** What can be told to a {@link Supervised}. */
export interface SupervisedOptions {
  readonly backoff?: Partial<Backoff>;
  /** How long it may take to end before it is forced. Default 15_000 ms: a unit's own drain takes at most 10 s. */
  readonly stopTimeout?: number | undefined;
}

/** Keeps one process running: starts it again when it dies, unless it was asked to stay down. */
export class Supervised {
  readonly name: string;
  readonly #launch: () => Promise<RunningProcess>;
  readonly #tell: (line: string) => void;
  readonly #backoff: Backoff;
  readonly #stopTimeout: number;
  #wanted: 'running' | 'held' | 'stopped' = 'stopped';
  #running: RunningProcess | undefined;
  #starting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #restarts = 0;

  /**
   * @param launch starts the process; called again for each restart
   * @param tell receives one line for each death and restart
   */
  constructor(
    name: string,
    launch: () => Promise<RunningProcess>,
    tell: (line: string) => void,
    { backoff = {}, stopTimeout = 15_000 }: SupervisedOptions = {},
  ) {
    this.name = name;
    this.#launch = launch;
    this.#tell = tell;
    this.#backoff = { ...BACKOFF, ...backoff };
    this.#stopTimeout = stopTimeout;
  }

  get state(): ServiceState {
    if (this.#wanted !== 'running') return this.#wanted;
    return this.#running === undefined ? 'waiting' : 'running';
  }

  /** The process id while it runs. */
  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /** How often it was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** How often in a row it died without having lived long. */
  get failures(): number {
    return this.#failures;
  }

  /** Starts it. Throws what the first launch throws; later launches are tried again instead. */
  async start(): Promise<void> {
    this.#wanted = 'running';
    await this.#begin();
  }

  /** Ends it and keeps it down until {@link release}. `SIGTERM` (the default) lets it end in order, `SIGKILL` does not. */
  async hold(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#wanted === 'stopped') return;
    this.#wanted = 'held';
    await this.#end(signal);
    this.#tell(`held down (${signal})`);
  }

  /** Lets a held process run again. Resolves when it is started, not when it is ready. */
  async release(): Promise<void> {
    if (this.#wanted !== 'held') return;
    this.#wanted = 'running';
    this.#failures = 0;
    await this.#begin();
    this.#tell('released');
  }

  /** Ends it in order and starts it again; a held one is released. */
  async restart(): Promise<void> {
    if (this.#wanted === 'stopped') return;
    this.#wanted = 'held'; // its end is not a failure
    await this.#end('SIGTERM');
    await this.release();
  }

  /** Sends it a signal, as an outsider would: what dies of it is started again. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    await this.#starting;
    await this.#running?.kill(signal);
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#wanted = 'stopped';
    await this.#end('SIGTERM');
  }

  #begin(): Promise<void> {
    if (this.#running !== undefined) return Promise.resolve();
    this.#starting ??= this.#launch()
      .then((running) => this.#adopt(running))
      .finally(() => {
        this.#starting = undefined;
      });
    return this.#starting;
  }

  #adopt(running: RunningProcess): void {
    const startedAt = Date.now();
    this.#running = running;
    void running.exited.then((exit) => {
      this.#running = undefined;
      if (this.#wanted !== 'running') return;
      if (Date.now() - startedAt >= this.#backoff.healthyAfter) this.#failures = 0;
      this.#again(describeExit(exit));
    });
  }

  #again(reason: string): void {
    const delay = Math.min(this.#backoff.first * 2 ** this.#failures, this.#backoff.most);
    this.#failures += 1;
    this.#tell(`ended (${reason}); starts again in ${delay} ms`);
    this.#timer = setTimeout(() => {
      if (this.#wanted !== 'running') return;
      this.#restarts += 1;
      this.#begin().catch((error: Error) => {
        if (this.#wanted === 'running') this.#again(error.message);
      });
    }, delay);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    clearTimeout(this.#timer);
    await this.#starting?.catch(() => {}); // it must be there to be ended
    if (signal === 'SIGKILL') await this.#running?.kill(signal);
    else await this.#running?.stop(this.#stopTimeout);
  }
}
