import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { errors, type Msg, type NatsConnection, type Subscription } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { inboxPrefix } from './subjects.ts';

/** Where the broker is and who this unit is to it. */
export interface BusOptions {
  readonly unit: string;
  /** `nats://host:port`, several with commas. */
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly log: Logger;
}

type State = 'waiting' | 'connected' | 'disconnected' | 'closed';

/**
 * A unit's connection to NATS. It never gives up: a broker that is away is waited for, said so once, and whoever must know
 * (caches, streams) is told when the connection is lost and when it is back.
 */
export class Bus {
  readonly #options: BusOptions;
  readonly #onUp = new Set<() => void>();
  readonly #onDown = new Set<() => void>();
  readonly #ready = Promise.withResolvers<void>();
  #state: State = 'waiting';
  #problem: string | undefined;
  #connection: NatsConnection | undefined;
  #client: JetStreamClient | undefined;
  #manager: JetStreamManager | undefined;

  constructor(options: BusOptions) {
    this.#options = options;
  }

  get state(): State {
    return this.#state;
  }

  /** Why it is not connected, where waiting alone does not help. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get connected(): boolean {
    return this.#state === 'connected';
  }

  get unit(): string {
    return this.#options.unit;
  }

  /** @throws Error before the first connection: callers wait for {@link ready} */
  get connection(): NatsConnection {
    if (this.#connection === undefined) throw new Error('invariant: the bus was used before it was connected');
    return this.#connection;
  }

  get client(): JetStreamClient {
    if (this.#client === undefined) throw new Error('invariant: the bus was used before it was connected');
    return this.#client;
  }

  get manager(): JetStreamManager {
    if (this.#manager === undefined) throw new Error('invariant: the bus was used before it was connected');
    return this.#manager;
  }

  /** What the broker takes as the payload of a message, in bytes, with room for headers. */
  get maxPayload(): number {
    return (this.#connection?.info?.max_payload ?? 1_048_576) - 4_096;
  }

  /** Resolves once connected for the first time; rejects when the bus is closed before that. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Calls `up` at each (re)connection, now too if connected, and `down` at each loss. */
  watch(up: () => void, down: () => void): void {
    this.#onUp.add(up);
    this.#onDown.add(down);
    if (this.connected) up();
  }

  /** Connects in the background, for as long as it takes. */
  start(): void {
    this.#ready.promise.catch(() => undefined);
    void this.#connect();
  }

  /** Subscribes and calls `handle` for each message; an error of the handler is logged. */
  subscribe(
    subject: string,
    handle: (payload: Uint8Array, message: Pick<Msg, 'reply' | 'headers' | 'respond'>) => void,
    queue?: string,
  ): Subscription {
    return this.connection.subscribe(subject, {
      ...(queue === undefined ? {} : { queue }),
      callback: (error, message) => {
        if (error !== null) {
          this.#options.log.error({ err: error, subject }, 'a subscription failed');
          this.#doubt();
          return;
        }
        try {
          handle(message.data, message);
        } catch (thrown) {
          this.#options.log.error({ err: thrown, subject }, 'a handler of a subscription failed');
        }
      },
    });
  }

  /** Publishes without JetStream, if connected: for doorbells, announcements and watermarks, which may be lost. */
  tell(subject: string, payload: string | Uint8Array = ''): void {
    if (this.connected) this.connection.publish(subject, payload);
  }

  /** Sends what is buffered and closes. */
  async stop(): Promise<void> {
    const first = this.#state === 'waiting';
    this.#state = 'closed';
    if (first) this.#ready.reject(new Error('the bus was stopped before it was connected'));
    await this.#connection?.drain().catch(() => this.#connection?.close());
  }

  async #connect(): Promise<void> {
    const { url, user, password, unit, log } = this.#options;
    let said: string | undefined;
    while (this.#state !== 'closed') {
      try {
        this.#connection = await connect({
          servers: url.split(','),
          name: unit,
          inboxPrefix: inboxPrefix(unit),
          maxReconnectAttempts: -1,
          reconnectTimeWait: 250, // ms
          reconnectJitter: 100, // ms
          pingInterval: 5_000, // ms
          timeout: 2_000, // ms
          ignoreAuthErrorAbort: true, // a wrong password may be put right at the broker
          ...(user === undefined ? {} : { user, pass: password ?? '' }),
        });
        break;
      } catch (error) {
        this.#problem = this.#refusal(error);
        const problem = this.#problem ?? 'it does not answer';
        if (said !== problem) log.warn({ err: error, url, problem }, 'waiting for NATS');
        said = problem;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    if (this.#connection === undefined) return;
    if ((this.#state as State) === 'closed') {
      await this.#connection.close();
      return;
    }
    this.#client = jetstream(this.#connection, { timeout: 5_000 });
    this.#manager = await jetstreamManager(this.#connection, { checkAPI: false, timeout: 5_000 });
    this.#up();
    this.#ready.resolve();
    void this.#follow(this.#connection);
  }

  async #follow(connection: NatsConnection): Promise<void> {
    const { log } = this.#options;
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') {
        log.warn('NATS is away: waiting for it');
        this.#down();
      } else if (status.type === 'reconnect') {
        log.info('NATS is back');
        this.#up();
      } else if (status.type === 'error') {
        const problem = this.#refusal(status.error);
        if (problem === undefined || problem !== this.#problem)
          log.error({ err: status.error, problem }, 'NATS refused something');
        this.#problem = problem;
      } else if (status.type === 'slowConsumer') {
        log.warn({ pending: status.pending }, 'this process reads too slowly from NATS');
        this.#doubt();
      }
    }
  }

  #refusal(error: unknown): string | undefined {
    const isRefusal =
      error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError;
    const { user } = this.#options;
    return isRefusal
      ? `NATS refuses ${user === undefined ? 'who gives no user' : `the user "${user}" with this password`}: see NATS_USER and NATS_PASSWORD`
      : undefined;
  }

  /** Something may have been missed: as after a loss that is over already. */
  #doubt(): void {
    for (const down of this.#onDown) down();
    if (this.connected) for (const up of this.#onUp) up();
  }

  #up(): void {
    this.#state = 'connected';
    this.#problem = undefined;
    for (const up of this.#onUp) up();
  }

  #down(): void {
    if (this.#state === 'closed') return;
    this.#state = 'disconnected';
    for (const down of this.#onDown) down();
  }
}
