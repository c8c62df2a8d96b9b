import { setTimeout as delay } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { announceSubject, splitName } from '../bus/subjects.ts';
import type { Replica } from '../replica/Replica.ts';
import type { ReplicaRow } from '../replica/ReplicaRow.ts';
import { type ComparedRow, classifyDrift, isStillDrift, type Suspect } from './classifyDrift.ts';
import { BucketDigest, contentDigest } from './contentDigest.ts';
import { DigestAsker } from './DigestAsker.ts';
import { DIGEST_LIMIT, type IdRange, type OwnerRow } from './DigestRequest.ts';
import type { DriftMetrics } from './DriftMetrics.ts';
import { addDrift, type DriftReport, emptyReport, totalFound } from './DriftReport.ts';

/** What comparing one replica with its owner works with. */
export interface ReconcilerOptions {
  readonly replica: Pick<Replica, 'plan' | 'ready' | 'freshness' | 'reader'>;
  /** The replica's rows, reading the majority. */
  readonly collection: mongo.Collection<ReplicaRow>;
  readonly unit: string;
  readonly bus: Bus;
  readonly log: Logger;
  readonly metrics: DriftMetrics;
  /** How long a change may be on its way before a difference is called unsettled, and a repair not done, in ms. Default 10,000. */
  readonly patience?: number;
}

/** Suspects that are looked at again together. */
const BATCH = 1_000;
const POLL = 100; // ms
/** After a bucket it rests as long as the bucket took, at most this long, so that the unit's own work goes on. */
const REST = 250; // ms

/**
 * Compares one replica with its owner, bucket by bucket in the order of ids, and repairs what differs and stays so
 * (PROTOCOL.md, "Drift"). Memory is bounded by a bucket and {@link BATCH} suspects.
 */
export class Reconciler {
  readonly #options: Required<ReconcilerOptions>;
  readonly #owner: DigestAsker;
  #suspects: Suspect[] = [];
  /** When the owner was read for the last of the suspects. */
  #seenAt = new Date(0);
  #patience: number;

  constructor(options: ReconcilerOptions) {
    this.#options = { patience: 10_000, ...options };
    this.#patience = this.#options.patience;
    const { plan } = options.replica;
    this.#owner = new DigestAsker(options.bus, plan.view, plan.uses);
  }

  /**
   * One comparison from the first id to the last.
   * @param goOn is asked before each bucket; false ends it early
   * @throws Error when the owner cannot be asked or the database is away
   */
  async run({ repair = true, goOn = async () => true }: { repair?: boolean; goOn?: () => Promise<boolean> } = {}) {
    const { replica, log, metrics } = this.#options;
    const { view } = replica.plan;
    const report = emptyReport(view);
    const started = performance.now();
    if (!replica.ready) return { ...report, error: 'the replica is still being filled' };
    let after: string | null = null;
    walk: do {
      for (const bucket of await this.#owner.buckets(after)) {
        if (!(await goOn())) {
          report.error = 'it was ended early';
          break walk;
        }
        const begun = performance.now();
        const range: IdRange = { after, upTo: bucket.upTo };
        if ((await this.#digest(range)) !== bucket.digest) await this.#compare(range, report);
        report.checked += bucket.count;
        after = bucket.upTo;
        if (this.#suspects.length >= BATCH) await this.#settle(report, repair);
        await delay(Math.min(performance.now() - begun, REST));
      }
    } while (after !== null);
    await this.#settle(report, repair);
    report.tookMs = Math.round(performance.now() - started);
    const { checked, found, repaired, unsettled } = report;
    if (totalFound(report) > 0) log.warn({ view, checked, found, repaired, unsettled }, 'drift was found');
    else log.debug({ view, checked, unsettled }, 'no drift');
    metrics.compared(report);
    return report;
  }

  async #digest(range: IdRange): Promise<string> {
    const bucket = new BucketDigest();
    for await (const row of this.#rowsOf(range)) {
      const compared = this.#compared(row);
      if (compared?.digest !== undefined) bucket.add({ ...compared, id: row._id, digest: compared.digest });
    }
    return bucket.digest();
  }

  /** Row by row, where the digests of a range differ. */
  async #compare(range: IdRange, report: DriftReport): Promise<void> {
    const { at, rows } = await this.#owner.range(range);
    const owned = new Map(rows.map((row) => [row.id, row]));
    const others: ReplicaRow[] = [];
    const askOthers = async (): Promise<void> => {
      if (others.length === 0) return;
      const answer = await this.#owner.rows(others.map(({ _id }) => _id));
      for (const [index, owner] of answer.rows.entries()) this.#suspect(owner, others[index], answer.at, report);
      others.length = 0;
    };
    for await (const row of this.#rowsOf(range)) {
      const owner = owned.get(row._id);
      owned.delete(row._id);
      if (owner !== undefined) this.#suspect(owner, row, at, report);
      else if (row.gone !== true) others.push(row);
      if (others.length === DIGEST_LIMIT) await askOthers();
    }
    await askOthers();
    for (const owner of owned.values()) this.#suspect(owner, undefined, at, report);
  }

  #suspect(owner: OwnerRow, row: ReplicaRow | undefined, at: Date, report: DriftReport): void {
    const suspect = this.#differs(owner, row);
    if (suspect === 'unsettled') report.unsettled += 1;
    if (suspect === null || suspect === 'unsettled') return;
    this.#suspects.push(suspect);
    if (at > this.#seenAt) this.#seenAt = at;
  }

  #differs(owner: OwnerRow, row: ReplicaRow | undefined): Suspect | 'unsettled' | null {
    const compared = row === undefined ? undefined : this.#compared(row);
    const kind = classifyDrift(owner, compared);
    if (kind === null || kind === 'unsettled') return kind;
    const none = { epoch: 0, rev: 0 };
    const revisionOf = ({ epoch, rev }: { epoch: number; rev: number }) => ({ epoch, rev });
    return {
      id: owner.id,
      kind,
      owner: 'rev' in owner ? revisionOf(owner) : none,
      row: compared === undefined ? none : revisionOf(compared),
    };
  }

  /** A row of other fields, or without a revision, counts as missing: the applier replaces it with anything. */
  #compared({ epoch, rev, shape, gone, data }: ReplicaRow): ComparedRow | undefined {
    const { plan } = this.#options.replica;
    if (shape !== plan.shape || typeof rev !== 'number' || typeof epoch !== 'number') return undefined;
    // A row whose content was taken away by hand is not gone: it differs.
    return gone === true ? { epoch, rev } : { epoch, rev, digest: contentDigest(data ?? {}, plan.uses) };
  }

  #rowsOf({ after, upTo }: IdRange): mongo.FindCursor<ReplicaRow> {
    const range = { ...(after === null ? {} : { $gt: after }), ...(upTo === null ? {} : { $lte: upTo }) };
    return this.#options.collection
      .find(after === null && upTo === null ? {} : { _id: range as never })
      .sort({ _id: 1 })
      .batchSize(DIGEST_LIMIT);
  }

  /** Looks at the suspects again once everything has arrived that was on its way; reports what stays, and repairs it. */
  async #settle(report: DriftReport, repair: boolean): Promise<void> {
    const suspects = this.#suspects;
    this.#suspects = [];
    // At one revision there is one content: such a difference is certain at once.
    const certain = suspects.filter(({ kind }) => kind === 'content');
    const open = new Map(suspects.filter(({ kind }) => kind !== 'content').map((suspect) => [suspect.id, suspect]));
    if (open.size > 0) {
      if (await this.#arrived(this.#seenAt)) {
        const { suspects: again, unsettled } = await this.#look([...open.keys()]);
        report.unsettled += unsettled;
        certain.push(...again.filter((suspect) => isStillDrift(open.get(suspect.id) as Suspect, suspect)));
      } else report.unsettled += open.size;
    }
    addDrift(report, certain);
    if (!repair || certain.length === 0) return;
    for (let start = 0; start < certain.length; start += DIGEST_LIMIT)
      await this.#repair(certain.slice(start, start + DIGEST_LIMIT));
    report.repaired += await this.#countRepaired(certain);
  }

  /** Whether the replica is complete as of a time of the owner's clock: waits for it, but not twice. */
  async #arrived(time: Date): Promise<boolean> {
    const arrived = await this.#until(() => {
      const { asOf } = this.#options.replica.freshness();
      return asOf !== null && new Date(asOf) > time;
    }, this.#patience);
    if (!arrived) this.#patience = 0; // the replica is behind: what is still to come is told as unsettled
    return arrived;
  }

  /** The present differences among these ids. */
  async #look(ids: readonly string[]): Promise<{ suspects: Suspect[]; unsettled: number }> {
    const suspects: Suspect[] = [];
    let unsettled = 0;
    for (let start = 0; start < ids.length; start += DIGEST_LIMIT) {
      const chunk = ids.slice(start, start + DIGEST_LIMIT);
      const { rows } = await this.#owner.rows(chunk);
      const here = await this.#options.collection.find({ _id: { $in: chunk } }).toArray();
      const byId = new Map(here.map((row) => [row._id, row]));
      for (const owner of rows) {
        const suspect = this.#differs(owner, byId.get(owner.id));
        if (suspect === 'unsettled') unsettled += 1;
        else if (suspect !== null) suspects.push(suspect);
      }
    }
    return { suspects, unsettled };
  }

  async #repair(drift: readonly Suspect[]): Promise<void> {
    const outcomes = await this.#owner.touch(drift.map(({ id, row }) => [id, row.epoch, row.rev]));
    const { collection, bus, unit, replica } = this.#options;
    for (const { id, kind, row } of drift) {
      if (outcomes.get(id) !== 'unpublished') continue;
      // The owner never told this revision: nobody but the applier may write here, so what somebody else wrote goes.
      const { deletedCount } = await collection.deleteOne({ _id: id, epoch: row.epoch, rev: row.rev });
      if (deletedCount === 0) continue;
      const rows = [[id, row.epoch, row.rev + 1]];
      bus.tell(announceSubject(unit, splitName(replica.plan.view).name), JSON.stringify({ rows }));
      // What the owner does have comes by the way of any missing row; if not now, then when it is read.
      if (kind !== 'surplus') await this.#reload(id);
    }
  }

  async #reload(id: string): Promise<void> {
    const { replica, log } = this.#options;
    const { reader } = replica;
    await reader
      .call(replica as Replica, () => undefined)
      .load(id)
      .catch((error: unknown) => {
        log.warn({ err: error, view: replica.plan.view, id }, 'a row that was removed could not be asked for again');
      });
  }

  /** Waits until what was repaired is equal. */
  async #countRepaired(drift: readonly Suspect[]): Promise<number> {
    let left = drift.map(({ id }) => id);
    await this.#until(async () => {
      const { suspects, unsettled } = await this.#look(left);
      if (unsettled === 0) left = suspects.map(({ id }) => id);
      return left.length === 0;
    }, this.#options.patience);
    return drift.length - left.length;
  }

  async #until(probe: () => boolean | Promise<boolean>, patience: number): Promise<boolean> {
    const until = performance.now() + patience;
    while (!(await probe())) {
      if (performance.now() >= until) return false;
      await delay(POLL);
    }
    return true;
  }
}
