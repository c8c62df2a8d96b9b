import { connect, type NatsConnection } from '@nats-io/transport-node';

/**
 * Hears what a replica announces after its majority write: each row as it becomes visible. Knows of each id the time at which it reached
 * the revision that is waited for.
 */
export class Arrivals {
  readonly #connection: NatsConnection;
  #wanted: ReadonlyMap<string, number> = new Map();
  #arrived = new Map<string, number>();
  #done: (() => void) | undefined;
  #last = performance.now();

  private constructor(connection: NatsConnection, subject: string) {
    this.#connection = connection;
    connection.subscribe(subject, {
      callback: (_error, message) => {
        const now = performance.now();
        const { rows } = message.json<{ rows: [string, number, number][] }>();
        for (const [id, , rev] of rows) {
          if (rev < (this.#wanted.get(id) ?? Number.POSITIVE_INFINITY) || this.#arrived.has(id)) continue;
          this.#arrived.set(id, now);
          this.#last = now;
        }
        if (this.#arrived.size >= this.#wanted.size) this.#done?.();
      },
    });
  }

  /** @param subject `announce.orders.ProductListing` */
  static async listen(url: string, subject: string): Promise<Arrivals> {
    const connection = await connect({ servers: url });
    const arrivals = new Arrivals(connection, subject);
    await connection.flush();
    return arrivals;
  }

  /** Starts counting anew: each of these ids, at its revision or above. */
  expect(wanted: ReadonlyMap<string, number>): void {
    this.#wanted = wanted;
    this.#arrived = new Map();
    this.#last = performance.now();
  }

  /** When an id arrived, by `performance.now()`. */
  at(id: string): number | undefined {
    return this.#arrived.get(id);
  }

  /**
   * Until all are here. @returns when the last one came, by `performance.now()`
   * @throws Error when nothing arrives for `patience` ms
   */
  async all(what: string, patience = 30_000): Promise<number> {
    while (this.#arrived.size < this.#wanted.size) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        this.#done = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (this.#arrived.size < this.#wanted.size && performance.now() - this.#last > patience)
        throw new Error(
          `${what}: nothing came for ${patience} ms; ${this.#arrived.size} of ${this.#wanted.size} are here.`,
        );
    }
    return this.#last;
  }

  /** Tells an owner that there is something to publish. */
  ring(unit: string): void {
    this.#connection.publish(`doorbell.${unit}`);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
