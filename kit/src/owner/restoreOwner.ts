import type { StoredMsg } from '@nats-io/jetstream';
import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { fromHeaders } from '../bus/headers.ts';
import { eventsStream, fromToken, viewsStream } from '../bus/subjects.ts';
import { walkStream } from '../bus/walkStream.ts';
import { eraseAgain } from '../erasure/eraseAgain.ts';
import type { Clock } from '../unit/UnitContext.ts';
import type { OwnedEntity, StampedDocument } from './OwnedEntity.ts';
import { isNewer, type Revision } from './Revision.ts';
import type { UnitEpoch } from './UnitEpoch.ts';

/** What restoring works with. */
export interface RestoreTools {
  readonly bus: Bus;
  readonly connection: Connection;
  readonly entities: readonly OwnedEntity[];
  readonly events: mongo.Collection<{ _id: string }>;
  readonly epoch: UnitEpoch;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a restore found in the broker and not in the restored database. */
export interface RestoreResult {
  readonly epoch: number;
  /** Entities created after the backup: tombstones now. */
  readonly tombstones: number;
  /** Business events after the backup: archived again. */
  readonly events: number;
}

/** A published view that is newer than its document. */
export interface Ahead extends Revision {
  readonly view: string;
  readonly id: string;
}

const DUPLICATE_KEY = 11_000;

/** `view.<unit>.<View>.<id token>` → the entity it is of, its id and revision; null for what this unit does not publish (any more). */
function published(tools: RestoreTools, message: StoredMsg) {
  const view = message.subject.split('.')[2] ?? '';
  const entity = tools.entities.find(({ views }) => views.some(({ name }) => name === view));
  const facts = fromHeaders(message.header, `view.${tools.bus.unit}.${view}`, message.subject);
  return entity === undefined || facts === null ? null : { ...facts, view, entity };
}

async function documentsOf(
  { collection }: OwnedEntity,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<StampedDocument, '_id' | '_stamp'>>> {
  const rows = await collection
    .find({ _id: { $in: [...ids] } }, { projection: { '_stamp.epoch': 1, '_stamp.rev': 1 } })
    .toArray();
  return new Map(rows.map((row) => [row._id, row]));
}

/**
 * Looks for a published view that is newer than its document. There is none unless the database was set back: a view is
 * published after its document was committed.
 * @param from the first sequence that is looked at
 * @throws the broker's or the database's error
 */
export async function findAhead(tools: RestoreTools, from: number): Promise<Ahead | null> {
  let found: Ahead | null = null;
  const subject = `view.${tools.bus.unit}.>`;
  await walkStream(tools.bus.manager, viewsStream(tools.bus.unit), { subject, from }, async (messages) => {
    for (const entity of tools.entities) {
      const facts = messages.map((message) => published(tools, message)).filter((fact) => fact?.entity === entity);
      const ids = facts.flatMap((fact) => (fact === null ? [] : [fact.id]));
      const documents = ids.length === 0 ? new Map() : await documentsOf(entity, ids);
      for (const fact of facts) {
        if (fact === null) continue;
        const { view, id, epoch, rev } = fact;
        const stamp = documents.get(id)?._stamp;
        if (stamp === undefined || isNewer({ epoch, rev }, stamp)) found = { view, id, epoch, rev };
      }
    }
    return found === null;
  });
  return found;
}

/** Whether a published view is newer than its document, read now. */
export async function isAhead(tools: RestoreTools, { view, id, epoch, rev }: Ahead): Promise<boolean> {
  const entity = tools.entities.find(({ views }) => views.some(({ name }) => name === view));
  if (entity === undefined) return false;
  const stamp = (await documentsOf(entity, [id])).get(id)?._stamp;
  return stamp === undefined || isNewer({ epoch, rev }, stamp);
}

/**
 * Makes a restored database the truth again (PROTOCOL.md, "Epochs and restores"): a new epoch above every known one; entities
 * that were published and are not in the database become tombstones; events that were published and are not in the archive
 * are archived; who was erased since the backup is erased again. The caller publishes everything again. Repeating it, after a crash, does no harm.
 * @throws the broker's or the database's error
 */
export async function restoreOwner(tools: RestoreTools): Promise<RestoreResult> {
  const { bus, epoch, connection, log } = tools;
  const known = Math.max(await epoch.load(connection), await highestEpoch(tools));
  await epoch.raise(connection, known + 1);
  const tombstones = await buryUnknown(tools);
  const events = await archiveUnknown(tools);
  await eraseAgain(tools);
  const result = { epoch: epoch.value, tombstones, events };
  log.warn({ unit: bus.unit, ...result }, 'the database was restored from a backup: a new epoch begins');
  return result;
}

async function highestEpoch(tools: RestoreTools): Promise<number> {
  const { bus, entities } = tools;
  let highest = 1;
  await walkStream(bus.manager, viewsStream(bus.unit), { subject: `view.${bus.unit}.>` }, async (messages) => {
    for (const message of messages) highest = Math.max(highest, published(tools, message)?.epoch ?? 1);
  });
  for (const { collection } of entities) {
    // A restore that was interrupted, or a part of the database that was not set back.
    const [newest] = await collection
      .aggregate<{ epoch: number }>([{ $group: { _id: null, epoch: { $max: '$_stamp.epoch' } } }])
      .toArray();
    highest = Math.max(highest, newest?.epoch ?? 1);
  }
  return highest;
}

async function buryUnknown(tools: RestoreTools): Promise<number> {
  const { bus, epoch, clock } = tools;
  let buried = 0;
  await walkStream(bus.manager, viewsStream(bus.unit), { subject: `view.${bus.unit}.>` }, async (messages) => {
    const facts = messages.map((message) => published(tools, message));
    for (const entity of tools.entities) {
      const live = facts.flatMap((fact) => (fact?.entity === entity && !fact.gone ? [fact] : []));
      if (live.length === 0) continue;
      const documents = await documentsOf(
        entity,
        live.map(({ id }) => id),
      );
      const revisions = new Map(live.filter(({ id }) => !documents.has(id)).map(({ id, rev }) => [id, rev]));
      const now = clock.now();
      const tombstones = [...revisions].map(([id, rev]) => ({
        _id: id,
        _stamp: { rev: rev + 1, epoch: epoch.value, at: now, dirty: now, since: now },
      }));
      const inserted = await insertMissing(entity.collection as never, tombstones);
      buried += inserted; // read after the wait: others add to it meanwhile
    }
  });
  return buried;
}

async function archiveUnknown({ bus, events }: RestoreTools): Promise<number> {
  let archived = 0;
  await walkStream(bus.manager, eventsStream(bus.unit), { subject: `event.${bus.unit}.>` }, async (messages) => {
    const inserted = await insertMissing(
      events as never,
      messages.flatMap((message) => toArchived(message) ?? []),
    );
    archived += inserted;
  });
  return archived;
}

/** What the archive holds of a published event; null when the message is none. */
function toArchived({ subject, header, data: payload, seq: sequence }: StoredMsg) {
  const [, , entity = '', type = '', token = ''] = subject.split('.');
  const id = header.get('Nats-Msg-Id');
  const at = new Date(header.get('ce-time'));
  const [epoch, rev] = [Number(header.get('ws-epoch')), Number(header.get('ws-rev'))];
  if (id === '' || Number.isNaN(at.getTime()) || !(epoch > 0 && rev > 0) || payload.length === 0) return null;
  const traceparent = header.get('traceparent');
  const data = JSON.parse(Buffer.from(payload).toString('utf8')) as unknown;
  const content = { type, at, data, ...(traceparent === '' ? {} : { traceparent }) };
  return { _id: id, ...content, entity, entityId: fromToken(token), epoch, rev, sequence };
}

/** Inserts those whose id is not there. @returns how many */
async function insertMissing(
  collection: mongo.Collection<{ _id: string }>,
  documents: readonly { _id: string }[],
): Promise<number> {
  if (documents.length === 0) return 0;
  try {
    return (await collection.insertMany([...documents], { ordered: false })).insertedCount;
  } catch (error) {
    const { writeErrors = [], insertedCount = 0 } = error as {
      writeErrors?: readonly { code?: number }[];
      insertedCount?: number;
    };
    const all = Array.isArray(writeErrors) ? writeErrors : [writeErrors];
    if (all.length === 0 || all.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    return insertedCount;
  }
}
