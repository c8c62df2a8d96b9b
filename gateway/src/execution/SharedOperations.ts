import { Flight } from './fetch/Flight.ts';

/** Who comes later executes by themselves: an operation's time limit counts from its own beginning; ms. */
const JOINED_WITHIN = 100;

/** An execution: its signal aborts once nobody waits for it (reason `CANCELLED`), or its time is up (`DEADLINE`). */
type Execute<T> = (signal: AbortSignal, answered: () => void) => Promise<T>;

/**
 * Executes queries that are the same once. One may be joined until a subgraph answered it: whoever joins is answered from nothing that
 * was read before they could have shared the fetch itself.
 */
export class SharedOperations<T> {
  readonly #open = new Map<string, { readonly flight: Flight<T>; readonly startedAt: number }>();
  readonly #now: () => number;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * @param key the same for operations whose answers are the same
   * @param signal of the operation that asks
   * @param execute calls `answered` with a subgraph's first answer
   * @param left what an operation gets whose client went away: others may wait on
   */
  run(key: string, signal: AbortSignal, execute: Execute<T>, left: () => T): Promise<T> {
    // Nothing is left to wait for: what says so is said by the fetches that are not made.
    if (signal.aborted) return execute(signal, () => undefined);
    const open = this.#open.get(key);
    const joined = open !== undefined && !open.flight.givenUp && this.#now() - open.startedAt <= JOINED_WITHIN;
    const flight = joined ? open.flight : this.#start(key, execute);
    return flight.wait(signal, () => {
      if (signal.reason === 'CANCELLED') return left();
      // What was there in time is the answer.
      flight.giveUp(signal.reason);
      return undefined;
    });
  }

  #start(key: string, execute: Execute<T>): Flight<T> {
    const close = (): void => {
      if (this.#open.get(key)?.flight === flight) this.#open.delete(key);
    };
    const flight: Flight<T> = new Flight(true, ({ signal }) => execute(signal, close));
    this.#open.set(key, { flight, startedAt: this.#now() });
    flight.result.then(close, close);
    return flight;
  }
}
