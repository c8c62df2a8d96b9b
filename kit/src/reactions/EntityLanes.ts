/**
 * Runs work in order for each entity, and for different entities side by side: at most `width` at once. Work that waits
 * (between two attempts) gives its place to others, by working inside {@link EntityLanes.turn} only.
 */
export class EntityLanes {
  readonly #width: number;
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #queue: (() => void)[] = [];
  readonly #shared = new Map<string, Promise<unknown>>();
  #working = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Adds work for an entity; it must not throw. */
  add(key: string, work: () => Promise<void>): void {
    const lane = (this.#lanes.get(key) ?? Promise.resolve()).then(work);
    this.#lanes.set(key, lane);
    const clear = (): void => {
      if (this.#lanes.get(key) === lane) this.#lanes.delete(key);
    };
    lane.then(clear, clear);
  }

  /** Whether nothing of the entity is under way or waits. */
  idle(key: string): boolean {
    return !this.#lanes.has(key);
  }

  /**
   * Runs one attempt when there is a place for it.
   * @param shared attempts of one name run one at a time; they wait without taking a place
   */
  async turn<T>(attempt: () => Promise<T>, shared?: string): Promise<T> {
    if (shared !== undefined) return this.#inTurn(shared, () => this.turn(attempt));
    if (this.#working >= this.#width) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#working += 1;
    try {
      return await attempt();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#working -= 1;
      else next(); // the place is handed on
    }
  }

  async #inTurn<T>(name: string, attempt: () => Promise<T>): Promise<T> {
    const turn = (this.#shared.get(name) ?? Promise.resolve()).then(attempt, attempt);
    this.#shared.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#shared.get(name) === turn) this.#shared.delete(name);
    }
  }

  /** Resolves when everything that was added is done. */
  async drained(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all(this.#lanes.values());
  }
}
