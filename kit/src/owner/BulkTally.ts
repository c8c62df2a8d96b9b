import mongoose, { mongo } from 'mongoose';
import { WellspringError } from '../errors/WellspringError.ts';

/** What the driver counts of a bulk write, from the inside. */
interface Counts {
  ok: number;
  nInserted: number;
  nUpserted: number;
  nMatched: number;
  nModified: number;
  nRemoved: number;
  readonly insertedIds: { index: number; _id: unknown }[];
  readonly upserted: { index: number; _id: unknown }[];
  readonly writeErrors: WriteFailure[];
  readonly writeConcernErrors: mongo.WriteConcernError[];
}

// Constructed as mongoose does for its own results: the driver's types keep the constructors to themselves.
const { BulkWriteResult } = (
  mongoose as unknown as {
    driver: { get(): { BulkWriteResult: new (counts: Counts, ordered: boolean) => mongo.BulkWriteResult } };
  }
).driver.get();
const BulkWriteError = mongo.MongoBulkWriteError as unknown as new (
  error: object,
  result: mongo.BulkWriteResult,
) => mongo.MongoBulkWriteError;

/** One operation that failed, as the driver tells it: its own class is not for others to construct. */
class WriteFailure {
  readonly err: { index: number; code?: unknown; errmsg?: unknown; errInfo?: unknown; op: unknown };

  constructor(err: WriteFailure['err']) {
    this.err = err;
  }

  get index(): number {
    return this.err.index;
  }

  get code(): unknown {
    return this.err.code;
  }

  get errmsg(): unknown {
    return this.err.errmsg;
  }

  get errInfo(): unknown {
    return this.err.errInfo;
  }

  getOperation(): unknown {
    return this.err.op;
  }

  toJSON(): object {
    const { index, code, errmsg, op } = this.err;
    return { code, index, errmsg, op };
  }
}

/** Adds up what came of the parts of a bulk write, by the indexes of the caller's operations. */
export class BulkTally {
  readonly #operations: readonly object[];
  readonly #ordered: boolean;
  readonly #reasons = new Map<number, unknown>();
  readonly #counts: Counts = {
    ok: 1,
    nInserted: 0,
    nUpserted: 0,
    nMatched: 0,
    nModified: 0,
    nRemoved: 0,
    insertedIds: [],
    upserted: [],
    writeErrors: [],
    writeConcernErrors: [],
  };

  constructor(operations: readonly object[], ordered: boolean) {
    this.#operations = operations;
    this.#ordered = ordered;
  }

  /** @param indexes of the operations of this part, in its order */
  add(result: mongo.BulkWriteResult, indexes: readonly number[], deletes: boolean): void {
    const { insertedCount, matchedCount, modifiedCount, upsertedCount, upsertedIds } = result;
    const concern = result.getWriteConcernError();
    if (concern !== undefined) this.#counts.writeConcernErrors.push(concern);
    if (deletes) {
      this.#counts.nRemoved += modifiedCount; // a deletion is the update of a live document
      return;
    }
    this.#counts.nInserted += insertedCount;
    this.#counts.nMatched += matchedCount;
    this.#counts.nModified += modifiedCount;
    this.#counts.nUpserted += upsertedCount;
    for (const [index, _id] of Object.entries(upsertedIds as Record<string, unknown>))
      this.#counts.upserted.push({ index: indexes[Number(index)] as number, _id });
  }

  addUpdate(index: number, result: mongo.UpdateResult): void {
    this.#counts.nMatched += result.matchedCount;
    this.#counts.nModified += result.modifiedCount;
    this.#counts.nUpserted += result.upsertedCount;
    if (result.upsertedCount > 0) this.#counts.upserted.push({ index, _id: result.upsertedId });
  }

  addInsertion(): void {
    this.#counts.nInserted += 1;
  }

  inserted(index: number, _id: unknown): void {
    this.#counts.insertedIds.push({ index, _id });
  }

  fail(index: number, error: unknown): void {
    const { code, errmsg, message, errInfo } = error as Partial<mongo.WriteError & Error>;
    this.#reasons.set(index, error);
    this.#counts.writeErrors.push(
      new WriteFailure({ index, code, errmsg: errmsg ?? message, errInfo, op: this.#operations[index] }),
    );
  }

  /**
   * The result as the driver would give it.
   * @throws MongoBulkWriteError when an operation failed
   */
  result(): mongo.BulkWriteResult {
    const counts = this.#counts;
    const byIndex = (one: { index: number }, other: { index: number }): number => one.index - other.index;
    counts.writeErrors.sort(byIndex);
    counts.insertedIds.sort(byIndex);
    counts.upserted.sort(byIndex);
    const [first] = counts.writeErrors;
    if (this.#ordered && first !== undefined)
      counts.insertedIds.splice(0, Infinity, ...counts.insertedIds.filter(({ index }) => index < first.index));
    // `false`: what was not inserted is left out already; the driver would count positions among insertions by indexes of operations.
    const result = new BulkWriteResult(counts, false);
    const [concern] = counts.writeConcernErrors;
    if (first === undefined && concern === undefined) return result;
    const { code, errmsg: message } = (first ?? concern) as WriteFailure;
    // The golden source's own reasons have codes of Wellspring.
    const cause = first === undefined ? undefined : this.#reasons.get(first.index);
    throw new BulkWriteError({ message, code, cause, writeErrors: counts.writeErrors }, result);
  }
}

/** Documents of one `bulkSave` that somebody else had changed. */
export function savesLost(entity: string, lost: number, of: number): WellspringError {
  return new WellspringError(
    'CONFLICT',
    `${lost} of ${of} documents of ${entity} that were saved together were changed or deleted by somebody else since they were loaded. The others may be written: load them again.`,
    { details: { entity, lost, of } },
  );
}
