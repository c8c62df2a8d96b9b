import { pino } from 'pino';
import { Bus } from '../bus/Bus.ts';
import { toHeaders } from '../bus/headers.ts';
import { ensureOwnerStreams } from '../bus/ownerStreams.ts';
import { eventSubject } from '../bus/subjects.ts';
import { publishEvent } from '../owner/publishBatch.ts';
import type { TestServers } from './startTestServers.ts';

/** Publishes business events as their owner's relay would. */
export interface EventTeller {
  readonly bus: Bus;
  /** Publishes one event of an entity; resolves when the broker has it. */
  tell(entity: string, type: string, id: string, eventId: string, data: Record<string, unknown>): Promise<void>;
  /** Publishes it once more, as a relay does whose broker forgot that it has it. */
  repeat(entity: string, type: string, id: string, eventId: string, data: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** @param unit whose events they are; it must not run itself */
export async function eventTeller(unit: string, servers: TestServers): Promise<EventTeller> {
  const bus = new Bus({ unit, url: servers.nats.url, log: pino({ level: 'silent' }) });
  bus.start();
  await bus.ready;
  await ensureOwnerStreams(bus.manager, unit);
  const revisions = new Map<string, number>();
  return {
    bus,
    tell: async (entity, type, id, eventId, data) => {
      const rev = (revisions.get(id) ?? 0) + 1;
      revisions.set(id, rev);
      await publishEvent(bus, entity, id, { epoch: 1, rev }, { id: eventId, type, at: new Date(), data });
    },
    repeat: async (entity, type, id, eventId, data) => {
      const facts = { messageId: eventId, unit, type: `event.${unit}.${type}`, id, at: new Date(), epoch: 1 };
      const headers = toHeaders({ ...facts, rev: revisions.get(id) ?? 1 });
      await bus.client.publish(eventSubject(unit, entity, type, id), JSON.stringify(data), { headers });
    },
    stop: () => bus.stop(),
  };
}
