import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { splitName } from '../bus/subjects.ts';
import type { Replica } from '../replica/Replica.ts';
import type { ReplicaReader } from '../replica/ReplicaReader.ts';
import type { UnitMetrics } from '../server/UnitMetrics.ts';
import { activeTraceIds } from '../telemetry/tracing.ts';
import type { Actor } from '../unit/Actor.ts';
import { newTraceparent, runInScope } from '../unit/requestScope.ts';
import type { Clock, UnitContext } from '../unit/UnitContext.ts';
import type { ReactionContext, ReactionEvent } from './Reaction.ts';
import { ReactionMetrics } from './ReactionMetrics.ts';
import type { ReactionPlan } from './ReactionPlan.ts';
import { type ReactionLimits, Reactor } from './Reactor.ts';

/** What the reactions of a unit need of it. */
export interface UnitParts {
  readonly plans: readonly ReactionPlan[];
  readonly bus: Bus;
  readonly connection: Connection;
  readonly instance?: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: UnitMetrics;
  readonly replicas: ReadonlyMap<string, Replica>;
  readonly limits?: ReactionLimits | undefined;
  context(request: { actor: Actor; requestId: string; log: Logger; used: () => void }): UnitContext;
  databaseAnswers(): Promise<boolean>;
}

/** The reactor of a unit; undefined when it reacts to nothing. */
export function createReactor(parts: UnitParts): Reactor | undefined {
  const { plans, bus, connection, instance, clock, log, metrics, limits, databaseAnswers } = parts;
  if (plans.length === 0) return undefined;
  return new Reactor({
    ...limits,
    ...{ plans, bus, connection, instance, clock, log, databaseAnswers },
    metrics: new ReactionMetrics(metrics.registry),
    call: (plan, event, session) => callHandler(parts, plan, event, session),
  });
}

async function callHandler(
  { log, context, replicas }: UnitParts,
  plan: ReactionPlan,
  event: ReactionEvent,
  session: mongo.ClientSession,
): Promise<void> {
  const { id, type, traceparent = newTraceparent() } = event;
  const actor = { kind: 'reaction', unit: plan.owner, event: type } as const;
  await runInScope({ requestId: id, traceparent, sealed: false }, async () => {
    const child = log.child({ requestId: id, event: type, ...activeTraceIds() });
    const plain = context({ actor, requestId: id, log: child, used: () => undefined });
    const reaction: ReactionContext = {
      ...plain,
      actor,
      session,
      transaction: (work) => work(),
      replicas: atLeastAsNew(plain.replicas, replicas, plan, event),
    };
    await plan.handle(event as never, reaction as never);
  });
}

/** Readers that show the event's entity no older than the event. */
function atLeastAsNew(
  readers: UnitContext['replicas'],
  replicas: ReadonlyMap<string, Replica>,
  { owner, entity }: ReactionPlan,
  event: ReactionEvent,
): UnitContext['replicas'] {
  const all = Object.entries(readers as Record<string, ReplicaReader<unknown>>).map(([name, reader]) => {
    const replica = replicas.get(name);
    const isCopy = replica?.plan.entity === entity && splitName(replica.plan.view).unit === owner;
    if (replica === undefined || !isCopy) return [name, reader];
    const reach = async (ids: readonly string[]): Promise<void> => {
      if (ids.includes(event.entityId)) await replica.reach(event.entityId, event);
    };
    const newer: ReplicaReader<unknown> = {
      load: async (id) => {
        await reach([id]);
        return reader.load(id);
      },
      loadMany: async (ids) => {
        await reach(ids);
        return reader.loadMany(ids);
      },
      find: (filter, options) => reader.find(filter, options),
      page: (filter, sort, page, options) => reader.page(filter, sort, page, options),
    };
    return [name, newer];
  });
  return Object.fromEntries(all) as UnitContext['replicas'];
}
