/**
 * Runs work in order for each entity, and for different entities side by side: at most `width` at once. Work that waits
 * (between two attempts) gives its place to others, by working inside {@link EntityLanes.turn} only.
 */
export class EntityLanes {
  readonly #width: number;
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #queue: (() => void)[] = [];
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

  /** Runs one attempt when there is a place for it. */
  async turn<T>(attempt: () => Promise<T>): Promise<T> {
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

  /** Resolves when everything that was added is done. */
  async drained(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all(this.#lanes.values());
  }
}
