import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How often a process's /readyz is asked; ms. */
const LOOK_EVERY = 200;

/**
 * One address for the processes of a unit, as a Kubernetes service is one: each new connection goes to the next process that says it is
 * ready, and stays there.
 */
export class TcpBalancer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #ready = new Set<string>();
  #origins: readonly string[] = [];
  #watching: Promise<unknown> | undefined;
  #next = 0;
  #stopped = false;

  constructor() {
    this.#server = createServer((client) => this.#join(client));
  }

  /** Resolves with its address once it listens. */
  start(port: number): Promise<string> {
    return new Promise((resolve) => this.#server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${port}`)));
  }

  /** @param origins where the processes are */
  serve(origins: readonly string[]): void {
    this.#origins = origins;
    this.#watching = Promise.all(origins.map((origin) => this.#watch(origin)));
  }

  isReady(origin: string): boolean {
    return this.#ready.has(origin);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#watching;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    const ready = this.#origins.filter((origin) => this.#ready.has(origin));
    const origin = ready[this.#next % ready.length];
    this.#next += 1;
    if (origin === undefined) {
      client.resetAndDestroy();
      return;
    }
    const { hostname, port } = new URL(origin);
    const process = connect({ host: hostname, port: Number(port), noDelay: true });
    client.setNoDelay(true);
    client.pipe(process).pipe(client);
    for (const [socket, other] of [
      [client, process],
      [process, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }

  async #watch(origin: string): Promise<void> {
    while (!this.#stopped) {
      const { ok } = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => ({
        ok: false,
      }));
      if (ok) this.#ready.add(origin);
      else this.#ready.delete(origin);
      await pause(LOOK_EVERY);
    }
  }
}
