import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import DataLoader from 'dataloader';
import mongoose, { type Connection, type Model } from 'mongoose';
import { type Logger, pino } from 'pino';
import { Bus } from '../bus/Bus.ts';
import { doorbellSubject } from '../bus/subjects.ts';
import { contractsOf } from '../contracts/contractFile.ts';
import type { DriftWatch, DriftWatchOptions } from '../drift/DriftWatch.ts';
import { startDrift } from '../drift/startDrift.ts';
import { Eraser, type EraserOptions } from '../erasure/Eraser.ts';
import { planErasures } from '../erasure/planErasures.ts';
import { crashPoint } from '../faults/crashPoint.ts';
import { gatewayFor } from '../identity/gatewayFor.ts';
import { stateKeyStore } from '../identity/stateKeyStore.ts';
import { TrustedIssuers } from '../identity/TrustedIssuers.ts';
import { AskResponder } from '../owner/AskResponder.ts';
import { databaseOf } from '../owner/bookkeeping.ts';
import { createEntityModel } from '../owner/createEntityModel.ts';
import { Doorbell } from '../owner/Doorbell.ts';
import type { EntityModel } from '../owner/EntityModel.ts';
import type { EntityDocument } from '../owner/entitySchema.ts';
import type { OwnedEntity, OwnedView, StampedDocument } from '../owner/OwnedEntity.ts';
import { Relay } from '../owner/Relay.ts';
import { createViewResolver } from '../owner/resolveView.ts';
import { refused } from '../owner/stamp.ts';
import { UnitEpoch } from '../owner/UnitEpoch.ts';
import { createReactor } from '../reactions/createReactor.ts';
import { planReactions } from '../reactions/ReactionPlan.ts';
import type { ReactionLimits, Reactor } from '../reactions/Reactor.ts';
import type { AskLimits } from '../replica/OwnerAsker.ts';
import { Replica } from '../replica/Replica.ts';
import { createScheduler } from '../scheduler/createScheduler.ts';
import type { ScheduleLimits, Scheduler } from '../scheduler/Scheduler.ts';
import { createUnitServer, type UnitStatus } from '../server/createUnitServer.ts';
import { UnitMetrics } from '../server/UnitMetrics.ts';
import { startTelemetry } from '../telemetry/startTelemetry.ts';
import { traceCommands } from '../telemetry/traceCommands.ts';
import { activeTracer, recordedTraceparent, traced } from '../telemetry/tracing.ts';
import { buildUnitSchema } from './buildUnitSchema.ts';
import { createEventValidator } from './createEventValidator.ts';
import type { Unit } from './defineUnit.ts';
import type { UnitConfig } from './loadConfig.ts';
import { pinger } from './pinger.ts';
import { planReplicas } from './planReplicas.ts';
import { readUnitTexts } from './readUnitTexts.ts';
import { createRecordModel, type RecordDocument } from './recordSchema.ts';
import type { Clock, UnitContext } from './UnitContext.ts';
import { whyNoDatabase } from './whyNoDatabase.ts';

/** What tests and benches may set beside the configuration. */
export interface StartOptions {
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly ask?: AskLimits;
  /** How long processes with other fields must have been silent before this one fills their replica again, in ms. */
  readonly replicaSilence?: number;
  /** Comparing replicas with their owners, in ms. */
  readonly drift?: Pick<DriftWatchOptions, 'interval' | 'patience'>;
  /** Erasing persons, in ms. */
  readonly erasure?: Pick<EraserOptions, 'pollInterval' | 'secondPassAfter'>;
  /** The relay's poll interval and lease, in ms. */
  readonly relay?: { readonly pollInterval?: number; readonly leaseTtl?: number; readonly batchSize?: number };
  readonly reactions?: ReactionLimits;
  readonly schedule?: ScheduleLimits;
}

/** A unit that is up. */
export interface RunningUnit {
  readonly name: string;
  /** `http://host:port` */
  readonly url: string;
  readonly connection: Connection;
  readonly bus: Bus;
  readonly metrics: UnitMetrics;
  readonly replicas: ReadonlyMap<string, Replica>;
  /** Resolves when the database is connected and requests are served. */
  readonly serving: Promise<void>;
  /** Resolves when the relay and the appliers run too. */
  readonly replicating: Promise<void>;
  /** A context as a resolver gets it, for reactions, schedulers and tests. */
  context(): UnitContext;
  /** Drains: says so on `/readyz` and answers on for a while; finishes requests, what is being published and applied; then closes. */
  stop(): Promise<void>;
}

const RETRY_INTERVAL = 1_000; // ms
const DATABASE_PATIENCE = 3_000; // ms

/**
 * Starts a unit: listens at once, then waits for its database and for NATS without crashing, whatever order they come up in.
 * Readiness depends on the unit's own database only.
 * @throws WellspringError UNIT_INVALID or VIEW_INVALID when the declaration or the contracts are wrong
 */
export async function startUnit(unit: Unit, config: UnitConfig, options: StartOptions = {}): Promise<RunningUnit> {
  const { name } = unit;
  const clock = options.clock ?? { now: () => new Date() };
  const log =
    options.log ?? pino({ level: config.logLevel, base: { service: name }, timestamp: pino.stdTimeFunctions.isoTime });
  const { instance } = config;
  const telemetry = await startTelemetry(config.telemetry, { service: name, instance, log });
  const metrics = new UnitMetrics(name);
  const texts = readUnitTexts(name, unit.folder);
  const contracts = contractsOf(name, texts);
  const plans = planReplicas(unit);
  const erasable = planErasures(unit, contracts);
  const reactionPlans = planReactions(name, unit.reactions);
  const schema = buildUnitSchema(unit, texts.sdl, plans);
  const validateEvent = createEventValidator(
    name,
    contracts.filter(({ kind }) => kind === 'event'),
  );

  const bell = new Doorbell();
  const bus = new Bus({ unit: name, url: config.natsUrl, user: config.natsUser, password: config.natsPassword, log });
  const connection = mongoose.createConnection();
  refuseConnectionWrites(connection);
  const epoch = new UnitEpoch();
  const ring = (): void => {
    bell.ring();
    scheduler?.wake();
    bus.tell(doorbellSubject(name));
  };
  const models: Record<string, EntityModel<EntityDocument>> = {};
  for (const [entity, entitySchema] of Object.entries(unit.entities)) {
    models[entity] = createEntityModel(connection, entitySchema, {
      entity,
      stampSource: () => ({ epoch: epoch.value, now: clock.now(), traceparent: recordedTraceparent() }),
      written: (session) => {
        crashPoint('after-save');
        // What a transaction wrote is visible only after its end.
        if (session?.inTransaction() === true) session.once('ended', ring);
        else ring();
      },
      validateEvent,
    });
  }

  const records: Record<string, Model<RecordDocument>> = {};
  for (const [record, recordSchema] of Object.entries(unit.records ?? {}))
    records[record] = createRecordModel(connection, record, recordSchema);

  const replicas = new Map<string, Replica>();
  metrics.tellReadiness(() => replicas.values());
  const context = (request: {
    actor: UnitContext['actor'];
    requestId: string;
    log: Logger;
    used: (replica: Replica) => void;
  }): UnitContext => ({
    actor: request.actor,
    identity: config.identity,
    models,
    records,
    entities: Object.fromEntries(Object.entries(models).map(([entity, model]) => [entity, entityLoader(model)])),
    replicas: Object.fromEntries(
      [...replicas].map(([replica, { reader }]) => [
        replica,
        reader.call(replicas.get(replica) as Replica, request.used),
      ]),
    ) as never,
    transaction: async (work) =>
      (await traced('transaction', {}, () =>
        connection.transaction(async (session) => {
          session.setMaxListeners(0); // each written document waits for its end
          return work();
        }),
      )) as never,
    clock,
    log: request.log,
    requestId: request.requestId,
  });

  const issuers = new TrustedIssuers({ tokens: config.tokens, issuers: config.issuers, now: () => clock.now(), log });
  const answers = pinger(connection);
  const parts = { unit, connection, instance: config.instance, clock, log, metrics, context };
  let reactor: Reactor | undefined;
  let scheduler: Scheduler | undefined;
  let waitingFor = ['MongoDB'];
  let stopped = false;
  const status = async (): Promise<UnitStatus> => {
    const away = waitingFor.length === 0 && !(await answers());
    return {
      ready: waitingFor.length === 0 && !away && !stopped,
      waitingFor: away ? ['MongoDB'] : waitingFor,
      nats: bus.problem ?? bus.state,
      replicas: [...replicas.values()].map((replica) => ({
        ...replica.freshness(),
        ready: replica.ready,
        progress: replica.progress,
      })),
    };
  };
  const server = createUnitServer({
    unit: name,
    schema,
    log,
    metrics,
    identification: {
      mode: config.identity,
      verifier: issuers.verifier,
      gateway: gatewayFor(name, config.gateway, () => clock.now()),
    },
    routes: (unit.routes ?? {}) as never,
    drainDelay: config.drainDelay ?? 0,
    drainTimeout: config.drainTimeout,
    status,
    serving: () => waitingFor.length === 0,
    context,
  });
  await server.start(config.host, config.port);
  const { port } = server.app.server.address() as AddressInfo;
  const url = `http://${config.host}:${port}`;
  log.info({ url }, 'listening');

  let owned: OwnedEntity[] = [];
  let relay: Relay | undefined;
  let drift: DriftWatch | undefined;
  let eraser: Eraser | undefined;

  const openDatabase = async (): Promise<void> => {
    await connection.openUri(config.mongodbUri, {
      serverSelectionTimeoutMS: DATABASE_PATIENCE,
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
      monitorCommands: activeTracer() !== undefined,
      retryWrites: false, // a write is repeated by who made it, guarded by its revision
    });
    traceCommands(connection.getClient());
    for (const model of Object.values(models)) await prepareCollection(model, DIRTY_INDEX);
    for (const model of Object.values(records)) await prepareCollection(model);
    await epoch.load(connection);
    await issuers.keepIn((key) => stateKeyStore(connection, key));
    const views = contracts.filter(({ kind }) => kind === 'view') as OwnedView[];
    owned = Object.entries(models).map(([type, model]) => ({
      type,
      erasedBy: erasable[type],
      collection: databaseOf(connection).collection<StampedDocument>(model.collection.collectionName, {
        readConcern: { level: 'majority' },
      }),
      views: views
        .filter(({ entity }) => entity === type)
        .map((view) => ({ ...view, history: unit.history?.includes(view.name) ?? false })),
    }));
    for (const plan of plans) {
      const limits = {
        ...(options.ask === undefined ? {} : { ask: options.ask }),
        ...(options.replicaSilence === undefined ? {} : { silence: options.replicaSilence }),
      };
      const replica = new Replica({ plan, unit: name, bus, connection, clock, log, metrics, ...limits });
      await replica.open();
      replicas.set(plan.name, replica);
    }
  };

  const connectDatabase = async (): Promise<void> => {
    let said: string | undefined;
    while (!stopped) {
      try {
        await openDatabase();
        break;
      } catch (error) {
        const why = whyNoDatabase(error);
        if (said !== why && !stopped) log.warn({ err: error, waitingFor: why }, 'waiting for MongoDB');
        said = why;
        waitingFor = [why];
        await connection.close().catch(() => undefined);
        await delay(stopped ? 0 : RETRY_INTERVAL);
      }
    }
    if (stopped) {
      await connection.close();
      return;
    }
    waitingFor = [];
    scheduler = createScheduler({ ...parts, limits: options.schedule });
    scheduler?.start();
    log.info({ replicas: plans.map(({ view }) => view) }, 'serving');
    for (const notice of unit.notices ?? []) log.warn({ notice }, 'to be known');
  };

  const startReplication = async (): Promise<void> => {
    await bus.ready;
    if (stopped) return;
    const resolve = createViewResolver(schema, log);
    if (owned.length > 0) {
      new AskResponder(bus, owned, resolve, log).start();
      bus.subscribe(doorbellSubject(name), (payload) => {
        epoch.hear(payload);
        bell.ring();
        scheduler?.wake();
      });
      relay = new Relay({
        bus,
        instance: config.instance,
        connection,
        entities: owned,
        resolve,
        bell,
        epoch,
        clock,
        log,
        metrics,
        ...options.relay,
      });
      relay.start();
    }
    for (const replica of replicas.values()) replica.start();
    reactor = createReactor({
      ...{ ...parts, plans: reactionPlans, bus, replicas, limits: options.reactions },
      databaseAnswers: answers,
    });
    reactor?.start();
    const { registry } = metrics;
    const shared = { bus, connection, entities: owned, epoch: () => epoch.value, ring, clock, log, registry };
    eraser = new Eraser({ ...shared, erasable, ...options.erasure });
    eraser.start();
    drift = startDrift({
      ...shared,
      unit: name,
      resolve,
      replicas: [...replicas.values()],
      interval: config.driftInterval,
      ...options.drift,
    });
  };

  bus.start();
  issuers.start();
  const serving = connectDatabase();
  const replicating = serving.then(startReplication);
  serving.catch((error: unknown) => log.fatal({ err: error }, 'the unit could not start'));
  replicating.catch((error: unknown) => stopped || log.fatal({ err: error }, 'replication could not start'));

  let stopping: Promise<void> | undefined;
  return {
    name,
    url,
    connection,
    bus,
    metrics,
    replicas,
    serving,
    replicating,
    context: () => context({ actor: null, requestId: 'unit', log, used: () => undefined }),
    stop: () => {
      stopping ??= (async () => {
        stopped = true;
        await server.stop();
        issuers.stop();
        await Promise.all([reactor?.stop(), scheduler?.stop()]);
        await Promise.all([drift?.stop(), eraser?.stop()]);
        await Promise.all([...replicas.values()].map((replica) => replica.stop()));
        await relay?.stop();
        await bus.stop();
        // One that was never opened may be waiting for its server: it closes itself when it stops waiting.
        const closed = connection.close();
        if (waitingFor.length === 0) await closed;
        else closed.catch(() => undefined);
        await telemetry.stop();
        log.info('stopped');
      })();
      return stopping;
    },
  };
}

function entityLoader(model: EntityModel<EntityDocument>): DataLoader<string, never> {
  return new DataLoader<string, never>(async (ids) => {
    const documents = await model.find({ _id: { $in: [...ids] } }).lean();
    const byId = new Map(documents.map((document) => [document._id as string, document]));
    return ids.map((id) => (byId.get(id) ?? null) as never);
  });
}

/** The relay's queue. */
const DIRTY_INDEX = [{ '_stamp.dirty': 1 }, { name: 'wellspring_dirty', sparse: true }] as const;

/** What of a model preparing its collection needs. */
interface Preparable {
  createCollection(): Promise<unknown>;
  readonly collection: { createIndex(fields: never, options: never): Promise<unknown> };
  readonly schema: { indexes(): readonly (readonly [object, object])[] };
}

/** Creates a collection with the indexes that the unit declared, and others. */
async function prepareCollection(model: Preparable, ...others: readonly (readonly [object, object])[]): Promise<void> {
  await model.createCollection().catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== NAMESPACE_EXISTS) throw error;
  });
  for (const [fields, options] of [...others, ...model.schema.indexes()])
    await model.collection.createIndex(fields as never, options as never);
}

const NAMESPACE_EXISTS = 48;

function refuseConnectionWrites(connection: Connection): void {
  connection.bulkWrite = () => {
    throw refused('connection.bulkWrite: it passes by the models. Use Model.bulkWrite.');
  };
}
