import { setTimeout as delay } from 'node:timers/promises';
import DataLoader from 'dataloader';
import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { announceSubject, splitName, watermarkSubject } from '../bus/subjects.ts';
import { forgetInSnapshots } from '../erasure/snapshots.ts';
import { WellspringError } from '../errors/WellspringError.ts';
import { crashPoint } from '../faults/crashPoint.ts';
import { mutated } from '../faults/mutation.ts';
import { databaseOf } from '../owner/bookkeeping.ts';
import { isNewer, type Revision } from '../owner/Revision.ts';
import type { UnitMetrics } from '../server/UnitMetrics.ts';
import { assertUnsealed } from '../unit/seal.ts';
import type { Clock } from '../unit/UnitContext.ts';
import type { Connection as Page, PageArguments } from '../values/Connection.ts';
import { pageThrough } from '../values/pageThrough.ts';
import { Applier } from './Applier.ts';
import { announcements } from './announcements.ts';
import { applyRows } from './applyRows.ts';
import { assertIndexed } from './assertIndexed.ts';
import { inData, knownPage, type RowList } from './knownPage.ts';
import { type AskLimits, OwnerAsker } from './OwnerAsker.ts';
import { ReplicaCache } from './ReplicaCache.ts';
import type { FindOptions, ReplicaReader } from './ReplicaReader.ts';
import { type ReplicaPlan, type ReplicaRow, replicaCollection, toRow } from './ReplicaRow.ts';
import { ReplicaState } from './ReplicaState.ts';

/** What a replica works with. */
export interface ReplicaOptions {
  readonly plan: ReplicaPlan;
  readonly unit: string;
  readonly bus: Bus;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: UnitMetrics;
  readonly ask?: AskLimits;
  /** How long processes with other fields must have been silent before this one fills the replica again, in ms. Default 20,000. */
  readonly silence?: number;
}

/** How fresh a replica is: `extensions.replicas` of each answer that used it. */
export interface Freshness {
  readonly view: string;
  /** Every write that the owner committed before this moment is in the replica; null while it is being filled for the first time. */
  readonly asOf: string | null;
  /** How long ago that is, in ms. */
  readonly lagMs: number | null;
}

type Row = Readonly<Record<string, unknown>>;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const REACH_INTERVAL = 20; // ms

/** A unit's local copy of one view: its rows, the loop that keeps them current, and the reading of them. */
export class Replica {
  readonly plan: ReplicaPlan;
  readonly #options: ReplicaOptions;
  readonly #collection: mongo.Collection<ReplicaRow>;
  readonly #cache = new ReplicaCache<Row>();
  readonly #asker: OwnerAsker;
  readonly #state: ReplicaState;
  #applier: Applier | undefined;

  constructor(options: ReplicaOptions) {
    const { plan, bus, connection, log, ask, silence } = options;
    this.plan = plan;
    this.#options = options;
    this.#collection = databaseOf(connection).collection<ReplicaRow>(replicaCollection(plan.view), {
      readConcern: { level: 'majority' },
    });
    this.#asker = new OwnerAsker(bus, plan.view, log, ask);
    this.#state = new ReplicaState({
      connection,
      plan,
      log,
      isEmpty: async () => (await this.#collection.findOne({}, { projection: { _id: 1 } })) === null,
      ...(silence === undefined ? {} : { silence }),
    });
  }

  /** Whether it was filled once: `find` answers from then on. */
  get ready(): boolean {
    return this.#state.ready;
  }

  /** From 0 to 1: how much of what was pending when it began to listen is here. */
  get progress(): number {
    return this.#applier?.progress ?? 0;
  }

  freshness(): Freshness {
    const { asOf } = this.#state;
    const lagMs = asOf === undefined ? null : Math.max(0, this.#options.clock.now().getTime() - asOf.getTime());
    return { view: this.plan.view, asOf: asOf?.toISOString() ?? null, lagMs };
  }

  /** Creates the indexes and recalls what was known before a restart. Needs the database only. */
  async open(): Promise<void> {
    const { plan } = this.#options;
    for (const fields of plan.indexes) {
      const keys = Object.fromEntries(
        fields.map((field) => (field.startsWith('-') ? [`data.${field.slice(1)}`, -1] : [`data.${field}`, 1])),
      );
      await this.#collection.createIndex(keys as never);
    }
    await this.#state.open();
  }

  /** Starts listening and applying; needs the bus. */
  start(): void {
    const { bus, plan, unit } = this.#options;
    const { unit: owner, name } = splitName(plan.view);
    const applier = new Applier({
      ...this.#options,
      apply: (rows) => this.apply(rows),
      state: this.#state,
      setBack: () => this.#startCacheAnew(),
    });
    this.#applier = applier;
    bus.subscribe(announceSubject(unit, name), (payload) => this.#hear(payload));
    bus.subscribe(watermarkSubject(owner), (payload) => applier.watermark(payload));
    bus.watch(
      () => {
        // Only once the broker has our subscriptions is nothing missed any more.
        void bus.connection.flush().then(
          () => bus.connected && this.#cache.trust(),
          () => undefined,
        );
      },
      () => this.#cache.doubt(),
    );
    applier.start();
  }

  async stop(): Promise<void> {
    await this.#applier?.stop();
    if (this.#state.asOf !== undefined) await this.#state.remember().catch(() => undefined);
  }

  /** Writes rows, then announces them: the only way a row comes in, from the applier and from the miss path alike. */
  async apply(rows: readonly ReplicaRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { plan, metrics } = this.#options;
    if (mutated('cache-fed-by-publishes')) {
      for (const row of rows)
        this.#cache.finish(this.#cache.begin(row._id), { revision: row, value: row.data ?? null });
    }
    crashPoint('before-apply');
    const gone = rows.flatMap((row) => (row.gone === true ? [row._id] : []));
    if (gone.length > 0) await forgetInSnapshots(databaseOf(this.#options.connection), plan.view, gone);
    try {
      const { generation } = this.#state;
      const stored = generation === 0 ? rows : rows.map((row) => ({ ...row, generation }));
      metrics.stale.inc(
        { view: plan.view },
        await applyRows(this.#collection, stored, { mostlyNew: !this.#state.ready }),
      );
    } catch (error) {
      // Some rows may be written and some not: nobody's cache knows which.
      if (!mutated('cache-fed-by-publishes')) {
        this.#startCacheAnew();
        this.#announce([], true);
      }
      throw error;
    }
    crashPoint('after-apply');
    if (!this.ready) crashPoint('mid-bootstrap');
    for (const { _id, epoch, rev } of rows) this.#heard(_id, { epoch, rev });
    crashPoint('before-announce');
    this.#announce(rows);
    metrics.applied.inc({ view: plan.view }, rows.length);
  }

  /**
   * Waits until one row is at least at a revision: briefly for the applier, then the owner is asked.
   * @param patience how long the applier is waited for, in ms
   * @throws WellspringError REPLICA_UNAVAILABLE when the owner does not answer either
   */
  async reach(id: string, revision: Revision, patience = 500): Promise<void> {
    const isThere = async (): Promise<boolean> => {
      const row = await this.#collection.findOne({ _id: id }, { projection: { epoch: 1, rev: 1, shape: 1 } });
      if (row === null || row.shape !== this.plan.shape || isNewer(revision, row)) return false;
      this.#cache.announced(id, row);
      return true;
    };
    const until = performance.now() + patience;
    while (!(await isThere())) {
      if (performance.now() < until) {
        await delay(REACH_INTERVAL);
        continue;
      }
      this.#asker.forget(id);
      const answers = new Map<string, Row | null | Error>();
      await this.#ask([id], answers);
      const answer = answers.get(id);
      if (answer instanceof Error) throw answer;
      if (answer === null || (await isThere())) return; // null: the owner knows no such entity
      const { epoch, rev } = revision;
      throw new WellspringError(
        'REPLICA_UNAVAILABLE',
        `${this.plan.view} "${id}": expected revision ${epoch}.${rev} or a newer one, and its owner has an older one.`,
        { details: { view: this.plan.view, id } },
      );
    }
  }

  /** A reader for one request: it batches, and tells through `used` that the replica was used. */
  reader(used: (replica: Replica) => void): ReplicaReader<Row> {
    const loader = new DataLoader<string, Row | null>((ids) => this.#loadBatch(ids), { maxBatchSize: 500 });
    return {
      load: async (id) => {
        assertUnsealed('replicas');
        used(this);
        return loader.load(id);
      },
      loadMany: async (ids) => {
        assertUnsealed('replicas');
        used(this);
        return loader.loadMany(ids);
      },
      find: async (filter, options) => {
        assertUnsealed('replicas');
        used(this);
        const rows = await this.#find(filter, options);
        // A load after it must not answer from before it.
        for (const { id } of rows) loader.clear(String(id));
        return rows;
      },
      page: async (filter, sort, page, { asOf, beginning } = {}) => {
        assertUnsealed('replicas');
        used(this);
        const list = { filter, order: { ...sort, id: Object.values(sort).at(-1) ?? 1 } } as const;
        assertIndexed(this.plan, filter, list.order);
        const load = (ids: readonly string[]) => loader.loadMany(ids);
        const known =
          asOf !== undefined || beginning === undefined ? undefined : await knownPage(list, page, beginning, load);
        if (known !== undefined) return { ...known, totalCount: () => this.#count(filter) };
        const found = await this.#page(list, page, asOf);
        for (const { node } of found.edges) loader.clear(String(node.id));
        return found;
      },
    };
  }

  async #loadBatch(ids: readonly string[]): Promise<(Row | null | Error)[]> {
    const { metrics, plan } = this.#options;
    const results = new Map<string, Row | null | Error>();
    const toRead: string[] = [];
    for (const id of ids) {
      const cached = this.#cache.get(id);
      if (cached === undefined) toRead.push(id);
      else results.set(id, cached);
    }
    metrics.loads.inc({ view: plan.view }, ids.length);
    metrics.cacheHits.inc({ view: plan.view }, ids.length - toRead.length);
    if (toRead.length > 0) {
      const missing = await this.#read(toRead, results);
      if (missing.length > 0) await this.#ask(missing, results);
    }
    return ids.map((id) => results.get(id) ?? null);
  }

  /** Reads rows from the database into `results`. @returns the ids that are not there */
  async #read(ids: readonly string[], results: Map<string, Row | null | Error>): Promise<string[]> {
    const tickets = new Map(ids.map((id) => [id, this.#cache.begin(id)]));
    let rows: ReplicaRow[] = [];
    try {
      rows = await this.#collection.find({ _id: { $in: [...ids] } }).toArray();
    } catch (error) {
      for (const ticket of tickets.values()) this.#cache.finish(ticket, undefined);
      throw error;
    }
    const found = new Map(rows.filter(({ shape }) => shape === this.plan.shape).map((row) => [row._id, row]));
    const missing: string[] = [];
    for (const [id, ticket] of tickets) {
      const row = found.get(id);
      if (row === undefined) missing.push(id);
      else results.set(id, row.data ?? null);
      this.#cache.finish(ticket, row === undefined ? undefined : { revision: row, value: row.data ?? null });
    }
    return missing;
  }

  /** Asks the owner, stores what it says like any other row, and serves what is then here. */
  async #ask(ids: readonly string[], results: Map<string, Row | null | Error>): Promise<void> {
    const { metrics, plan } = this.#options;
    metrics.misses.inc({ view: plan.view }, ids.length);
    const rows: ReplicaRow[] = [];
    const tickets = this.#state.superseded ? ids.map((id) => this.#cache.begin(id)) : [];
    for (const [id, answer] of await this.#asker.ask(ids)) {
      if (answer === null || answer instanceof Error) results.set(id, answer);
      else
        rows.push(
          toRow(
            plan,
            { id, epoch: answer.epoch, rev: answer.rev, at: new Date(answer.at) },
            'data' in answer ? answer.data : undefined,
          ),
        );
    }
    if (tickets.length > 0) {
      // The rows are kept in another shape by now: what the owner says is served, and stored by nobody.
      const said = new Map(rows.map((row) => [row._id, { revision: row, value: row.data ?? null }]));
      for (const ticket of tickets) {
        const answer = this.#cache.finish(ticket, said.get(ticket.id));
        if (answer !== undefined) results.set(ticket.id, answer.value);
      }
      return;
    }
    if (rows.length === 0) return;
    try {
      await this.apply(rows);
    } catch (cause) {
      // What was here already is served all the same.
      const why = (id: string) => `${plan.view} "${id}" came from its owner, but could not be stored: try again.`;
      for (const { _id } of rows) results.set(_id, new WellspringError('REPLICA_UNAVAILABLE', why(_id), { cause }));
      return;
    }
    const lost = await this.#read(
      rows.map(({ _id }) => _id),
      results,
    );
    for (const id of lost)
      results.set(
        id,
        new WellspringError('REPLICA_UNAVAILABLE', `${plan.view} "${id}" was stored and is gone again: try again.`),
      );
  }

  async #find(filter: Row, { limit = DEFAULT_LIMIT, sort = {} }: FindOptions = {}): Promise<Row[]> {
    const { plan } = this;
    this.#assertReady();
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      throw new WellspringError(
        'BAD_INPUT',
        `find on ${plan.view}: expected a limit of 1 to ${MAX_LIMIT}, got ${limit}.`,
      );
    }
    assertIndexed(plan, filter, sort);
    const rows = await this.#collection
      .find(this.#live(filter) as never)
      .sort(inData(sort) as never)
      .limit(limit)
      .toArray();
    this.#saw(rows);
    return rows.flatMap(({ data }) => (data === undefined ? [] : [data]));
  }

  async #page({ filter, order }: RowList, page: PageArguments, asOf?: Date): Promise<Page<Row>> {
    this.#assertReady(asOf);
    const source = {
      key: `${this.#collection.dbName} ${this.#collection.collectionName}`,
      find: async (each: object, sort: object, limit: number) => {
        const rows = await this.#collection
          .find(each as never)
          .sort(sort as never)
          .limit(limit)
          .toArray();
        this.#saw(rows);
        return rows;
      },
      count: () => this.#count(filter),
    };
    const found = await pageThrough(source, { filters: [this.#live(filter)], order: inData(order) }, page);
    return { ...found, edges: found.edges.map(({ cursor, node }) => ({ cursor, node: node.data ?? {} })) };
  }

  #count(filter: Row): Promise<number> {
    return this.#collection.countDocuments(this.#live(filter) as never);
  }

  /** @throws WellspringError REPLICA_NOT_READY */
  #assertReady(asOf?: Date): void {
    const { view } = this.plan;
    const refuse = (why: string): never => {
      const message = `The copy of ${view} ${why}: it is not known yet which rows fit.`;
      throw new WellspringError('REPLICA_NOT_READY', message, { details: { view } });
    };
    if (!this.ready) refuse('is still being filled');
    if (asOf !== undefined && !(this.#state.asOf !== undefined && this.#state.asOf >= asOf))
      refuse(`is not known to be as of ${asOf.toISOString()}`);
  }

  /** The filter for rows that are there, of this unit's shape. */
  #live(filter: Row): Row {
    return { ...inData(filter), shape: this.plan.shape, gone: { $exists: false } };
  }

  /** A later load in this process must not show something older than what was just seen. */
  #saw(rows: readonly ReplicaRow[]): void {
    for (const { _id, epoch, rev } of rows) this.#cache.announced(_id, { epoch, rev });
  }

  #announce(rows: readonly ReplicaRow[], anew = false): void {
    const { bus, unit, plan } = this.#options;
    const subject = announceSubject(unit, splitName(plan.view).name);
    for (const message of announcements(rows, bus.maxPayload, anew)) bus.tell(subject, message);
  }

  #startCacheAnew(): void {
    this.#cache.doubt();
    if (this.#options.bus.connected) this.#cache.trust();
  }

  #hear(payload: Uint8Array): void {
    try {
      const { rows, anew = false } = JSON.parse(Buffer.from(payload).toString('utf8')) as {
        rows: [string, number, number][];
        anew?: boolean;
      };
      if (anew) this.#startCacheAnew();
      for (const [id, epoch, rev] of rows) this.#heard(id, { epoch, rev });
    } catch (error) {
      this.#options.log.error(
        { err: error, view: this.plan.view },
        'an announcement could not be read: the cache starts anew',
      );
      this.#startCacheAnew();
    }
  }

  #heard(id: string, revision: { epoch: number; rev: number }): void {
    this.#cache.announced(id, revision);
    this.#asker.forget(id);
  }
}
