import { joinWork, leadWork } from './sharedSpan.ts';

/**
 * Work that one or more operations wait for. Each may leave; once nobody waits, the work is given up, where it may be.
 */
export class Flight<T> {
  readonly result: Promise<T>;
  readonly #work = new AbortController();
  readonly #mayBeGivenUp: boolean;
  #waiting = 0;

  /** @param mayBeGivenUp false for what changes something: whether it was done would not be known */
  constructor(mayBeGivenUp: boolean, start: (work: AbortController) => Promise<T>) {
    this.#mayBeGivenUp = mayBeGivenUp;
    this.result = start(this.#work);
    leadWork(this);
  }

  /** Nobody waits for it any more, or its time is up: who comes now begins anew. */
  get givenUp(): boolean {
    return this.#work.signal.aborted;
  }

  /** Ends the work for all who wait: they get what it comes to. */
  giveUp(reason: unknown): void {
    this.#work.abort(reason);
  }

  /**
   * @param signal of the operation that waits
   * @param left what it gets instead, once that aborts; undefined: it waits on
   */
  wait(signal: AbortSignal, left: () => T | undefined): Promise<T> {
    if (this.#waiting > 0) joinWork(this);
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const instead = left();
        if (instead === undefined) return;
        this.#waiting -= 1;
        if (this.#waiting === 0 && this.#mayBeGivenUp) this.giveUp('CANCELLED');
        resolve(instead);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.result.then((result) => {
        signal.removeEventListener('abort', leave);
        resolve(result);
      }, reject);
    });
  }
}
