/** What came of asking for a slot. */
export type SlotOutcome = 'taken' | 'full' | 'left';

/**
 * Limits how much goes on at a time. Who comes later waits in line, and the line has a limit too: work that would wait for longer than
 * anybody cares for is refused at once. Who gives up waiting leaves the line, so that the dead do not keep out the living.
 */
export class Slots {
  readonly #slots: number;
  readonly #places: number;
  readonly #line = new Set<() => void>();
  #taken = 0;

  /**
   * @param slots how much goes on at a time
   * @param places how many may wait
   */
  constructor(slots: number, places: number) {
    this.#slots = slots;
    this.#places = places;
  }

  /** Whoever has `taken` a slot gives it back with {@link release}. The common case needs no promise. */
  take(signal: AbortSignal): SlotOutcome | Promise<SlotOutcome> {
    if (this.#taken < this.#slots) {
      this.#taken += 1;
      return 'taken';
    }
    if (this.#line.size >= this.#places) return 'full';
    if (signal.aborted) return 'left';
    return new Promise((resolve) => {
      const go = (): void => {
        signal.removeEventListener('abort', leave);
        resolve('taken');
      };
      const leave = (): void => {
        this.#line.delete(go);
        resolve('left');
      };
      this.#line.add(go);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  release(): void {
    const [next] = this.#line;
    if (next === undefined) {
      this.#taken -= 1;
      return;
    }
    this.#line.delete(next);
    next();
  }
}
