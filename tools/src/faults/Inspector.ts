import { isDeepStrictEqual } from 'node:util';
import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { createInbox, type NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import type { Unit } from '@wellspring/kit';
import { loadContract } from '@wellspring/kit/contracts';
import { mongo } from 'mongoose';
import { toToken } from '../../../kit/src/bus/subjects.ts';

/** Where the databases and the broker are. */
export interface Reach {
  mongoUri(unit: string): string;
  readonly natsUrl: string;
  /** The broker's operator; undefined where it asks nobody. */
  readonly operator?: { readonly user: string; readonly pass: string } | undefined;
}

/** A document as its owner keeps it. */
export interface OwnedDocument {
  readonly _id: string;
  readonly _stamp: { readonly rev: number; readonly epoch: number; readonly live?: true; readonly dirty?: Date };
  readonly [field: string]: unknown;
}

/** A business event as its owner archived it. */
export interface ArchivedFact {
  readonly _id: string;
  readonly type: string;
  readonly entityId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface StoredRow {
  readonly _id: string;
  readonly epoch: number;
  readonly rev: number;
  readonly gone?: true;
  readonly data?: Readonly<Record<string, unknown>>;
}

type AskedRow = Pick<StoredRow, 'epoch' | 'rev' | 'gone' | 'data'> & { readonly id: string };

const ASK_LIMIT = 200;

/** Looks into databases and streams behind the units' backs, to compare what they hold with what it should be. */
export class Inspector {
  readonly #units: readonly Unit[];
  readonly #clients: ReadonlyMap<string, mongo.MongoClient>;
  readonly #connection: NatsConnection;
  readonly #manager: JetStreamManager;

  private constructor(
    units: readonly Unit[],
    clients: ReadonlyMap<string, mongo.MongoClient>,
    connection: NatsConnection,
    manager: JetStreamManager,
  ) {
    this.#units = units;
    this.#clients = clients;
    this.#connection = connection;
    this.#manager = manager;
  }

  /** @throws the driver's or the broker's error when either is away */
  static async open(units: readonly Unit[], { mongoUri, natsUrl, operator }: Reach): Promise<Inspector> {
    const connection = await connect({
      servers: natsUrl,
      inboxPrefix: '_INBOX_operator',
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      ...operator,
    });
    const clients = new Map(units.map(({ name }) => [name, new mongo.MongoClient(mongoUri(name))]));
    return new Inspector(units, clients, connection, await jetstreamManager(connection, { checkAPI: false }));
  }

  async close(): Promise<void> {
    await this.#connection.close();
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  /** A unit's database. */
  database(unit: string): mongo.Db {
    const client = this.#clients.get(unit);
    if (client === undefined)
      throw new Error(`Expected one of ${[...this.#clients.keys()].join(', ')}; got "${unit}".`);
    return client.db();
  }

  /** The entities that a unit owns. */
  entitiesOf(unit: string): readonly string[] {
    return Object.keys(this.#units.find(({ name }) => name === unit)?.entities ?? {});
  }

  /** All documents of an entity, tombstones too, as of the majority. */
  async documents(unit: string, entity: string): Promise<OwnedDocument[]> {
    const collection = this.database(unit).collection<OwnedDocument>(entity, { readConcern: { level: 'majority' } });
    return (await collection.find().toArray()) as OwnedDocument[];
  }

  /** How many documents are not published yet. */
  async unpublished(): Promise<number> {
    const counts = this.#units.flatMap(({ name, entities }) =>
      Object.keys(entities).map((entity) =>
        this.database(name)
          .collection(entity)
          .countDocuments({ '_stamp.dirty': { $exists: true } }),
      ),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  /** The events that a unit archived. */
  async archive(unit: string): Promise<ArchivedFact[]> {
    return this.database(unit).collection<ArchivedFact>('wellspring.events').find().toArray() as Promise<
      ArchivedFact[]
    >;
  }

  /** The identity of a unit's streams: another one after the broker lost its data. */
  async streamIdentity(unit: string): Promise<string> {
    const [views, events] = await Promise.all(
      [`VIEWS_${unit}`, `EVENTS_${unit}`].map(async (stream) => (await this.#manager.streams.info(stream)).created),
    );
    return `${views} ${events}`;
  }

  /** Whether a view of an entity is in its owner's stream. */
  async isPublished(unit: string, id: string): Promise<boolean> {
    const subjects_filter = `view.${unit}.*.${toToken(id)}`;
    const { state } = await this.#manager.streams.info(`VIEWS_${unit}`, { subjects_filter });
    return Object.keys(state.subjects ?? {}).length > 0;
  }

  /** How often each event id is in a unit's stream. */
  async streamed(unit: string): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    const stream = `EVENTS_${unit}`;
    const { state } = await this.#manager.streams.info(stream);
    if (state.messages === 0) return counts;
    const consumer = await jetstream(this.#connection).consumers.get(stream);
    const messages = await consumer.consume();
    for await (const message of messages) {
      const id = message.headers?.get('Nats-Msg-Id') ?? '';
      counts.set(id, (counts.get(id) ?? 0) + 1);
      if (message.seq >= state.last_seq) break;
    }
    return counts;
  }

  /** Where archive and stream of a unit differ: what is missing in either, and what is in the stream twice. */
  async eventFaults(unit: string): Promise<{ lost: string[]; twice: string[] }> {
    const [archived, streamed] = await Promise.all([this.archive(unit), this.streamed(unit)]);
    const known = new Set(archived.map(({ _id }) => _id));
    return {
      lost: [
        ...archived
          .filter(({ _id }) => !streamed.has(_id))
          .map(({ _id, type, entityId }) => `${unit}.${type} ${_id} of ${entityId} is archived and not in the stream`),
        ...[...streamed.keys()]
          .filter((id) => !known.has(id))
          .map((id) => `${unit} event ${id} is in the stream and not archived`),
      ],
      twice: [...streamed]
        .filter(([, count]) => count > 1)
        .map(([id, count]) => `${unit} event ${id} is in the stream ${count} times`),
    };
  }

  /** How many messages the consumers of all replicas have not acknowledged yet. */
  async unapplied(): Promise<number> {
    const counts = this.#copies().map(async ({ consumer, view }) => {
      const [owner = '', name = ''] = view.split('.');
      const info = await this.#manager.consumers.info(`VIEWS_${owner}`, `${consumer}-${name}`);
      return info.num_pending + info.num_ack_pending;
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  /** Whether each replica's database knows the position that the broker has of it: a restart would deliver nothing again. */
  async arePositionsKept(): Promise<boolean> {
    const kept = this.#copies().map(async ({ consumer, view }) => {
      const [owner = '', name = ''] = view.split('.');
      const { ack_floor } = await this.#manager.consumers.info(`VIEWS_${owner}`, `${consumer}-${name}`);
      const states = this.database(consumer).collection<{ _id: string; position?: { sequence: number } }>(
        'wellspring.state',
      );
      const state = await states.findOne({ _id: `replica:${view}` });
      return state?.position?.sequence === ack_floor.stream_seq;
    });
    return (await Promise.all(kept)).every(Boolean);
  }

  /** Every row of every replica, of a unit that is inspected too, that is not what its owner would answer now. */
  async divergence(): Promise<string[]> {
    return (await Promise.all(this.#copies().map(({ consumer, view }) => this.#divergenceOf(consumer, view)))).flat();
  }

  /** Which views are copied by whom, where owner and consumer are both inspected. */
  #copies(): { consumer: string; view: string }[] {
    const isHere = (view: string): boolean => this.#clients.has(view.split('.')[0] ?? '');
    return this.#units.flatMap(({ name, replicas }) =>
      Object.values(replicas).flatMap(({ view }) => (isHere(view) ? [{ consumer: name, view }] : [])),
    );
  }

  async #divergenceOf(consumer: string, view: string): Promise<string[]> {
    const [owner = ''] = view.split('.');
    const documents = await this.documents(owner, loadContract(view).entity);
    const collection = this.database(consumer).collection<StoredRow>(`replica.${view}`);
    const rows = new Map((await collection.find().toArray()).map((row) => [row._id, row as StoredRow]));
    const answers = await this.#ask(
      view,
      documents.map(({ _id }) => _id),
    );
    const faults: string[] = [];
    for (const { _id: id, _stamp } of documents) {
      const [row, answer] = [rows.get(id), answers.get(id)];
      rows.delete(id);
      const where = `${view} "${id}" in ${consumer}`;
      if (_stamp.live !== true) {
        if (row !== undefined && row.gone !== true) faults.push(`${where} is still there, and deleted at its owner`);
      } else if (row === undefined) faults.push(`${where} is missing`);
      else if (answer === undefined) faults.push(`${view} "${id}": its owner did not answer`);
      else if (row.epoch !== answer.epoch || row.rev !== answer.rev)
        faults.push(`${where} is at ${row.epoch}.${row.rev}, its owner at ${answer.epoch}.${answer.rev}`);
      else if (!isSame(row.data, answer.data)) faults.push(`${where} holds something else at ${row.epoch}.${row.rev}`);
    }
    for (const [id, { gone }] of rows) if (gone !== true) faults.push(`${view} "${id}" in ${consumer} is nowhere else`);
    return faults;
  }

  async #ask(view: string, ids: readonly string[]): Promise<ReadonlyMap<string, AskedRow>> {
    const answers = new Map<string, AskedRow>();
    for (let start = 0; start < ids.length; start += ASK_LIMIT) {
      const payload = JSON.stringify({ ids: ids.slice(start, start + ASK_LIMIT) });
      const inbox = { noMux: true, reply: createInbox(`_INBOX_operator.answer.${view.split('.')[0]}`) };
      const reply = await this.#connection.request(`ask.${view}`, payload, { timeout: 5_000, ...inbox });
      for (const row of reply.json<{ rows?: AskedRow[] }>().rows ?? []) answers.set(row.id, row);
    }
    return answers;
  }
}

/** Whether each copied field is what the owner answers; what is not copied does not count. */
function isSame(copy: StoredRow['data'], answer: StoredRow['data']): boolean {
  if (copy === undefined || answer === undefined) return copy === answer;
  return Object.entries(copy).every(([field, value]) => isDeepStrictEqual(value ?? null, answer[field] ?? null));
}
