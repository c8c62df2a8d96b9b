import { pino } from 'pino';
import { Bus } from '../bus/Bus.ts';
import { toHeaders } from '../bus/headers.ts';
import { ensureOwnerStreams } from '../bus/ownerStreams.ts';
import { eventSubject, viewSubject, viewsStream, watermarkSubject } from '../bus/subjects.ts';
import { publishEvent } from '../owner/publishBatch.ts';
import { WholeMarkers } from '../owner/WholeMarkers.ts';
import type { TestServers } from './startTestServers.ts';

/** Publishes business events, and views where they are needed, as their owner's relay would. */
export interface EventTeller {
  readonly bus: Bus;
  /** Publishes one event of an entity; resolves when the broker has it. */
  tell(entity: string, type: string, id: string, eventId: string, data: Record<string, unknown>): Promise<void>;
  /** Publishes it once more, as a relay does whose broker forgot that it has it. */
  repeat(entity: string, type: string, id: string, eventId: string, data: Record<string, unknown>): Promise<void>;
  /** Publishes a view of an entity once more; without content: its tombstone. */
  show(view: string, id: string, content?: Record<string, unknown>): Promise<void>;
  /** Says that everything that was committed up to now is published: copies of these views are filled, and as of now. Heard or not; say it again. */
  complete(views: readonly string[]): Promise<void>;
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
    show: async (view, id, content) => {
      const rev = (revisions.get(`${view} ${id}`) ?? 0) + 1;
      revisions.set(`${view} ${id}`, rev);
      const gone = content === undefined;
      const messageId = `${unit}.${view}.${id}.1.${rev}`;
      const facts = { messageId, unit, type: `view.${unit}.${view}`, id, at: new Date(), epoch: 1, rev, gone };
      const payload = gone ? '' : JSON.stringify({ id, ...content });
      await bus.client.publish(viewSubject(unit, view, id), payload, { headers: toHeaders(facts), msgID: messageId });
    },
    complete: async (views) => {
      const { created } = await bus.manager.streams.info(viewsStream(unit));
      await new WholeMarkers(bus, views).whole(String(created), async () => true);
      bus.tell(watermarkSubject(unit), JSON.stringify({ at: new Date().toISOString() }));
    },
    stop: () => bus.stop(),
  };
}
