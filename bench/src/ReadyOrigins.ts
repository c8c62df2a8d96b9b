import { setTimeout as pause } from 'node:timers/promises';

export interface LookOptions {
  /** How often each process's /readyz is asked; ms. */
  readonly every: number;
  /** How long an answer may take; ms. */
  readonly timeout: number;
}

/** Which processes say that they are ready, and whose turn it is: what a balancer knows. */
export class ReadyOrigins {
  readonly #origins: readonly string[];
  readonly #ready = new Set<string>();
  readonly #watching: Promise<unknown>;
  #next = 0;
  #stopped = false;

  constructor(origins: readonly string[], options: LookOptions) {
    this.#origins = origins;
    this.#watching = Promise.all(origins.map((origin) => this.#watch(origin, options)));
  }

  has(origin: string): boolean {
    return this.#ready.has(origin);
  }

  /** The ready ones take turns; undefined when none is. */
  next(): string | undefined {
    const ready = this.#origins.filter((origin) => this.#ready.has(origin));
    const origin = ready[this.#next % ready.length];
    this.#next += 1;
    return origin;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#watching;
  }

  async #watch(origin: string, { every, timeout }: LookOptions): Promise<void> {
    while (!this.#stopped) {
      const { ok } = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(timeout) }).catch(() => ({
        ok: false,
      }));
      if (ok) this.#ready.add(origin);
      else this.#ready.delete(origin);
      await pause(every);
    }
  }
}
