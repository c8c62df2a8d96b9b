import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Posted, post } from '../post.ts';

/** How often a gateway's /readyz is asked; ms. */
const LOOK_EVERY = 50;

/** Sends each request to the next gateway that says it is ready, over kept connections: the least that a load balancer does. */
export class Balancer {
  readonly #origins: readonly string[];
  readonly #ready = new Set<string>();
  readonly #agent = new Agent({ keepAlive: true });
  readonly #watching: Promise<unknown>;
  #next = 0;
  #stopped = false;

  constructor(origins: readonly string[]) {
    this.#origins = origins;
    this.#watching = Promise.all(origins.map((origin) => this.#watch(origin)));
  }

  isReady(origin: string): boolean {
    return this.#ready.has(origin);
  }

  /** @throws Error when no gateway is ready, or the connection breaks: nothing is sent twice */
  send(body: Buffer, headers: Readonly<Record<string, string>>): Promise<Posted> {
    const ready = this.#origins.filter((origin) => this.#ready.has(origin));
    const origin = ready[this.#next % ready.length];
    this.#next += 1;
    if (origin === undefined) throw new Error('no gateway is ready');
    return post(this.#agent, `${origin}/graphql`, body, headers);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#watching;
    this.#agent.destroy();
  }

  async #watch(origin: string): Promise<void> {
    while (!this.#stopped) {
      const { ok } = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => ({
        ok: false,
      }));
      if (ok) this.#ready.add(origin);
      else this.#ready.delete(origin);
      await pause(LOOK_EVERY);
    }
  }
}
