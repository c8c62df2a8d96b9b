import { Agent } from 'node:http';
import { type Posted, post } from '../post.ts';
import { ReadyOrigins } from '../ReadyOrigins.ts';

/** Sends each request to the next gateway that says it is ready, over kept connections: the least that a load balancer does. */
export class Balancer {
  readonly #ready: ReadyOrigins;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(origins: readonly string[]) {
    this.#ready = new ReadyOrigins(origins, { every: 50, timeout: 2_000 });
  }

  isReady(origin: string): boolean {
    return this.#ready.has(origin);
  }

  /** @throws Error when no gateway is ready, or the connection breaks: nothing is sent twice */
  send(body: Buffer, headers: Readonly<Record<string, string>>): Promise<Posted> {
    const origin = this.#ready.next();
    if (origin === undefined) throw new Error('no gateway is ready');
    return post(this.#agent, `${origin}/graphql`, body, headers);
  }

  async stop(): Promise<void> {
    await this.#ready.stop();
    this.#agent.destroy();
  }
}
