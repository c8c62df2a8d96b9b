import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { eventsStream, historyStream, toToken } from '../../../kit/src/bus/subjects.ts';
import { readStream } from './readStream.ts';

/** One thing that happened to an entity: a business event, or a published revision of a view. */
export interface HistoryEntry {
  readonly at: string;
  readonly kind: 'event' | 'revision';
  /** Of the event, or of the view. */
  readonly name: string;
  readonly epoch: number;
  readonly rev: number;
  /** null: the entity was gone. */
  readonly data: unknown;
}

/**
 * What is kept of an entity, oldest first: its business events, and the published revisions of the views whose history is kept.
 * @param views the entity's views
 */
export async function readHistory(
  connection: NatsConnection,
  { unit, entity, views }: { unit: string; entity: string; views: readonly string[] },
  id: string,
): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  await readStream(connection, eventsStream(unit), [`event.${unit}.${entity}.*.${toToken(id)}`], (message) => {
    entries.push(toEntry(message, 'event', 3));
  });
  const revisions = views.map((view) => `history.${unit}.${view}.${toToken(id)}`);
  if (revisions.length > 0)
    await readStream(connection, historyStream(unit), revisions, (message) => {
      entries.push(toEntry(message, 'revision', 2));
    });
  return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function toEntry(message: JsMsg, kind: HistoryEntry['kind'], nameAt: number): HistoryEntry {
  const { headers, subject, data } = message;
  return {
    at: headers?.get('ce-time') ?? '',
    kind,
    name: subject.split('.')[nameAt] ?? '',
    epoch: Number(headers?.get('ws-epoch')),
    rev: Number(headers?.get('ws-rev')),
    data: data.length === 0 ? null : message.json(),
  };
}
