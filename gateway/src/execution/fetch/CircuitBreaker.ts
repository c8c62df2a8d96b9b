/** `half-open`: one fetch tries whether the subgraph is back; the others are still refused. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/** What a fetch tells about its subgraph. `unknown`: it was given up, and tells nothing. */
export type FetchOutcome = 'answered' | 'failed' | 'unknown';

export interface CircuitBreakerOptions {
  /** How long nothing is sent before one fetch tries again; ms. */
  readonly openFor: number;
  readonly onState?: (state: BreakerState) => void;
  /** Milliseconds that only rise. */
  readonly now?: () => number;
}

/** Failures count for one to two of these; ms. */
const WINDOW = 5_000;
/** As many in a row open it, and so do as many in the window that are half of all: fewer may be chance. */
const LEAST_FAILURES = 10;
/** Of all fetches in the window. */
const FAILED_SHARE = 0.5;

/**
 * Stops asking a subgraph that fails: its fields are null at once rather than after a time-out each, and it is left in peace to come
 * back. While one fetch tries, others do not wait for what it finds: it may hang until its time is up.
 */
export class CircuitBreaker {
  readonly #openFor: number;
  readonly #onState: (state: BreakerState) => void;
  readonly #now: () => number;
  #state: BreakerState = 'closed';
  /** Rises with each change of state: what was admitted before tells nothing about after. */
  #generation = 0;
  #openedAt = 0;
  #windowStart = 0;
  #current = { all: 0, failed: 0 };
  #previous = { all: 0, failed: 0 };
  #inARow = 0;

  constructor({ openFor, onState = () => undefined, now = () => performance.now() }: CircuitBreakerOptions) {
    this.#openFor = openFor;
    this.#onState = onState;
    this.#now = now;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** A ticket for one fetch, which {@link record} takes back; undefined: it may not be sent. */
  admit(): number | undefined {
    if (this.#state === 'closed') return this.#generation;
    if (this.#state === 'half-open' || this.#now() - this.#openedAt < this.#openFor) return undefined;
    this.#become('half-open');
    return this.#generation;
  }

  record(ticket: number, outcome: FetchOutcome): void {
    if (ticket !== this.#generation) return;
    if (this.#state === 'half-open') {
      if (outcome === 'answered') this.#become('closed');
      // A try that was given up tells nothing: the next fetch may try at once.
      else this.#open(outcome === 'unknown' ? this.#now() - this.#openFor : this.#now());
      return;
    }
    if (outcome === 'unknown') return;
    this.#rotate();
    this.#current.all += 1;
    if (outcome === 'answered') {
      this.#inARow = 0;
      return;
    }
    this.#current.failed += 1;
    this.#inARow += 1;
    const failed = this.#current.failed + this.#previous.failed;
    const all = this.#current.all + this.#previous.all;
    const many = failed >= LEAST_FAILURES && failed >= all * FAILED_SHARE;
    if (many || this.#inARow >= LEAST_FAILURES) this.#open(this.#now());
  }

  #rotate(): void {
    const age = this.#now() - this.#windowStart;
    if (age < WINDOW) return;
    this.#previous = age < 2 * WINDOW ? this.#current : { all: 0, failed: 0 };
    this.#current = { all: 0, failed: 0 };
    this.#windowStart = this.#now();
  }

  #open(at: number): void {
    this.#openedAt = at;
    this.#become('open');
  }

  #become(state: BreakerState): void {
    this.#state = state;
    this.#generation += 1;
    if (state === 'closed') {
      this.#inARow = 0;
      this.#current = { all: 0, failed: 0 };
      this.#previous = { all: 0, failed: 0 };
    }
    this.#onState(state);
  }
}
