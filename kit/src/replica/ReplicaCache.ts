import { LRUCache } from 'lru-cache';
import { isNewer, type Revision } from '../owner/Revision.ts';

/** What the cache holds: anything with a revision. */
interface Cached {
  readonly revision: Revision;
  readonly value: unknown;
}

/** A read that is under way; see {@link ReplicaCache.begin}. */
export interface LoadTicket {
  readonly id: string;
  spoiled: boolean;
}

/**
 * Rows of one replica in this process. It hears only what was announced after a majority write: an announcement drops an
 * older entry and spoils loads in flight, whose result may be from before it. On any doubt it is emptied and bypassed.
 */
export class ReplicaCache<T> {
  readonly #entries: LRUCache<string, Cached>;
  readonly #loads = new Map<string, Set<LoadTicket>>();
  #trusted = false;
  hits = 0;
  misses = 0;

  /** @param max rows kept. Default 10,000 */
  constructor(max = 10_000) {
    this.#entries = new LRUCache({ max });
  }

  /** Whether it may be used: announcements are being heard. */
  get trusted(): boolean {
    return this.#trusted;
  }

  /** Announcements are heard from now on. Starts empty. */
  trust(): void {
    this.#empty();
    this.#trusted = true;
  }

  /** An announcement may have been missed. */
  doubt(): void {
    this.#trusted = false;
    this.#empty();
  }

  /** The cached value; undefined when there is none (a cached "no such entity" is null). */
  get(id: string): T | null | undefined {
    const entry = this.#trusted ? this.#entries.get(id) : undefined;
    if (entry === undefined) this.misses += 1;
    else this.hits += 1;
    return entry?.value as T | null | undefined;
  }

  /** Marks a read of a row as begun; pass the ticket to {@link finish}. */
  begin(id: string): LoadTicket {
    const ticket: LoadTicket = { id, spoiled: !this.#trusted };
    const tickets = this.#loads.get(id);
    if (tickets === undefined) this.#loads.set(id, new Set([ticket]));
    else tickets.add(ticket);
    return ticket;
  }

  /**
   * Ends a read; its result is kept unless an announcement came meanwhile. `undefined`: there was nothing to keep.
   * @returns what to serve: the result, or what is known to be newer
   */
  finish(
    ticket: LoadTicket,
    result: { revision: Revision; value: T | null } | undefined,
  ): { revision: Revision; value: T | null } | undefined {
    const tickets = this.#loads.get(ticket.id);
    tickets?.delete(ticket);
    if (tickets?.size === 0) this.#loads.delete(ticket.id);
    if (result === undefined || !this.#trusted) return result;
    if (ticket.spoiled) {
      // Not kept, but its reader saw it: nobody may see less from here on.
      this.announced(ticket.id, result.revision);
      return result;
    }
    const entry = this.#entries.get(ticket.id);
    if (entry !== undefined && isNewer(entry.revision, result.revision)) return entry as typeof result;
    if (entry === undefined || isNewer(result.revision, entry.revision)) this.#entries.set(ticket.id, result);
    return result;
  }

  /** A row is known to have reached a revision: by an announcement, or because a query saw it. */
  announced(id: string, revision: Revision): void {
    for (const ticket of this.#loads.get(id) ?? []) ticket.spoiled = true;
    const entry = this.#entries.get(id);
    if (entry !== undefined && isNewer(revision, entry.revision)) this.#entries.delete(id);
  }

  #empty(): void {
    this.#entries.clear();
    for (const tickets of this.#loads.values()) for (const ticket of tickets) ticket.spoiled = true;
  }
}
