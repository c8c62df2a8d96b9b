import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { viewSubject, viewsStream } from '../bus/subjects.ts';
import { COLLECTIONS, databaseOf } from '../owner/bookkeeping.ts';
import type { PendingEvent } from '../owner/entitySchema.ts';
import { toRow } from '../replica/ReplicaRow.ts';
import type { Unit } from '../unit/defineUnit.ts';
import { type RunningUnit, type StartOptions, startUnit } from '../unit/startUnit.ts';
import { eventually } from './eventually.ts';
import type { TestServers } from './startTestServers.ts';

/** A GraphQL answer of a unit. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own query
  readonly data: any;
  readonly errors: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions: { code: string; [fact: string]: unknown };
  }[];
  readonly extensions: { replicas?: readonly { view: string; asOf: string | null; lagMs: number | null }[] };
}

/** A business event as it was archived. */
export interface ArchivedEvent extends PendingEvent {
  readonly entity: string;
  readonly entityId: string;
  readonly rev: number;
}

/** Options of {@link startTestedUnit}. */
export interface TestedUnitOptions extends StartOptions {
  /** Rows of replicas by replica name: as if their owner had published them at revision 1. */
  readonly replicas?: Readonly<Record<string, readonly ({ id: string } & Readonly<Record<string, unknown>>)[]>>;
  /** The unit's own database; a new one unless given. */
  readonly database?: string;
  /** The broker's user. */
  readonly nats?: { readonly user: string; readonly password: string };
}

/** A unit that runs on real servers, with what a test needs to look inside. */
export interface TestedUnit {
  readonly running: RunningUnit;
  readonly database: string;
  /** Sends an operation, as `actor` (`<memberId>` or `staff:<name>`) if given. */
  query(document: string, variables?: Readonly<Record<string, unknown>>, actor?: string): Promise<Answer>;
  /** Waits until everything committed is published. */
  settled(): Promise<void>;
  /** The business events published so far, oldest first. Waits until everything is published. */
  events(): Promise<ArchivedEvent[]>;
  /** The last published content of a view of one entity; null for a tombstone, undefined when there is none. Waits until everything is published. */
  view(name: string, id: string): Promise<Record<string, unknown> | null | undefined>;
  stop(): Promise<void>;
}

/** Starts a unit in this process on the given servers. */
export async function startTestedUnit(
  unit: Unit,
  servers: TestServers,
  options: TestedUnitOptions = {},
): Promise<TestedUnit> {
  const database = options.database ?? `${unit.name}-${randomBytes(4).toString('hex')}`;
  const running = await startUnit(
    unit,
    {
      host: '127.0.0.1',
      port: 0,
      mongodbUri: servers.mongo.uriFor(database),
      natsUrl: servers.nats.url,
      natsUser: options.nats?.user,
      natsPassword: options.nats?.password,
      logLevel: 'silent',
      identity: 'development',
      drainTimeout: 2_000,
    },
    { log: pino({ level: process.env.TEST_LOG ?? 'silent' }), ...options },
  );
  await running.serving;
  await running.replicating;
  for (const [name, rows] of Object.entries(options.replicas ?? {})) {
    const replica = running.replicas.get(name);
    if (replica === undefined)
      throw new Error(`${unit.name} declares no replica "${name}"; it has ${[...running.replicas.keys()].join(', ')}.`);
    const at = new Date();
    await replica.apply(rows.map((row) => toRow(replica.plan, { id: row.id, epoch: 1, rev: 1, at }, row)));
  }
  const settled = async (): Promise<void> => {
    await eventually(`everything of ${unit.name} to be published`, async () => {
      const dirty = await Promise.all(
        Object.keys(unit.entities).map((entity) =>
          databaseOf(running.connection)
            .collection(entity)
            .countDocuments({ '_stamp.dirty': { $exists: true } }),
        ),
      );
      return dirty.every((count) => count === 0);
    });
  };
  return {
    running,
    database,
    settled,
    query: async (document, variables = {}, actor) => {
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(actor === undefined ? {} : { 'x-wellspring-actor': actor }),
        },
        body: JSON.stringify({ query: document, variables }),
      });
      const body = (await response.json()) as Partial<Answer>;
      return {
        status: response.status,
        data: body.data ?? null,
        errors: body.errors ?? [],
        extensions: body.extensions ?? {},
      };
    },
    events: async () => {
      await settled();
      const rows = await databaseOf(running.connection)
        .collection(COLLECTIONS.events)
        .find()
        .sort({ at: 1, _id: 1 })
        .toArray();
      return rows.map(({ _id, ...event }) => ({ id: String(_id), ...event }) as unknown as ArchivedEvent);
    },
    view: async (name, id) => {
      await settled();
      const query = { last_by_subj: viewSubject(unit.name, name, id) };
      const stored = await running.bus.manager.streams.getMessage(viewsStream(unit.name), query).catch(() => null);
      if (stored === null) return undefined;
      return stored.data.length === 0 ? null : (stored.json() as Record<string, unknown>);
    },
    stop: () => running.stop(),
  };
}
