/** Options of {@link ReplicaReader.find}. */
export interface FindOptions {
  /** At most this many rows; 1 to 1,000, 100 unless given. */
  readonly limit?: number;
  /** Fields of a declared index, 1 ascending, -1 descending. */
  readonly sort?: Readonly<Record<string, 1 | -1>>;
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
}
