import { connect, createServer, type Server, type Socket } from 'node:net';
import { ReadyOrigins } from '../ReadyOrigins.ts';

/**
 * One address for the processes of a unit, as a Kubernetes service is one: each new connection goes to the next process that says it is
 * ready, and stays there.
 */
export class TcpBalancer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #ready: ReadyOrigins | undefined;

  constructor() {
    this.#server = createServer((client) => this.#join(client));
  }

  /** Resolves with its address once it listens. */
  start(port: number): Promise<string> {
    return new Promise((resolve) => this.#server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${port}`)));
  }

  /** @param origins where the processes are */
  serve(origins: readonly string[]): void {
    this.#ready = new ReadyOrigins(origins, { every: 200, timeout: 5_000 });
  }

  isReady(origin: string): boolean {
    return this.#ready?.has(origin) === true;
  }

  async stop(): Promise<void> {
    await this.#ready?.stop();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    const origin = this.#ready?.next();
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
}
