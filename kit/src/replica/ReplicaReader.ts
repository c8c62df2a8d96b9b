import type { Connection, PageArguments } from '../values/Connection.ts';

/** Options of {@link ReplicaReader.find}. */
export interface FindOptions {
  /** At most this many rows; 1 to 1,000, 100 unless given. */
  readonly limit?: number;
  /** Fields of a declared index, 1 ascending, -1 descending. */
  readonly sort?: Readonly<Record<string, 1 | -1>>;
}

/** Options of {@link ReplicaReader.page}. */
export interface PageOptions {
  /** Only from a copy that is known to hold every write that the owner committed before this moment. */
  readonly asOf?: Date;
  /**
   * Where a unit keeps the ids of a list's first rows, a first page that they cover is loaded like any rows: from the cache, without a
   * query. It is a hint: where a row is missing, or is not of the list, the list is read. Not used together with `asOf`.
   */
  readonly beginning?: KnownBeginning;
}

/** What a unit knows of how a list begins. */
export interface KnownBeginning {
  /** Rows among which the list's first ones are, in any order; at most 500. */
  readonly ids: readonly string[];
  /** Whether these are all of the list. */
  readonly complete: boolean;
}

/** A unit's read-only access to one of its replicas. */
export interface ReplicaReader<Row> {
  /**
   * The copy of one entity; null when its owner says that there is none. Batched and cached; a row that is not here yet is asked of the owner once.
   * @throws WellspringError REPLICA_UNAVAILABLE when the row is not here and the owner does not answer in time
   */
  load(id: string): Promise<Row | null>;
  /** Like {@link load} for several; a row that could not be had is an Error in its place. */
  loadMany(ids: readonly string[]): Promise<(Row | null | Error)[]>;
  /**
   * Rows by fields of a declared index; local only, never asks the owner.
   * @throws WellspringError REPLICA_NOT_READY until the replica is bootstrapped, BAD_INPUT when no declared index serves the filter
   */
  find(filter: Readonly<Record<string, unknown>>, options?: FindOptions): Promise<Row[]>;
  /**
   * The same, all of them, page by page as a Relay connection; a page costs the same wherever it is.
   * @param sort at least one field that each row holds. The declared index goes on with `id`, in the direction of the last one
   * @throws WellspringError as {@link find}; REPLICA_NOT_READY, too, while the copy is not as far as `asOf`; BAD_INPUT, too, when `first` is not 1 to 100 or `after` is no cursor of this list
   */
  page(
    filter: Readonly<Record<string, unknown>>,
    sort: Readonly<Record<string, 1 | -1>>,
    page: PageArguments,
    options?: PageOptions,
  ): Promise<Connection<Row>>;
}
