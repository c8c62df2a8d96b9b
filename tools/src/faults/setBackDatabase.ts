import { setTimeout as pause } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { type Backup, restoreBackup, takeBackup } from '../../../kit/src/testing/backup.ts';
import { waitFor } from '../client/waitFor.ts';
import type { ArchivedFact, Inspector, OwnedDocument } from './Inspector.ts';
import type { InjectedFault, Surgery } from './injectFault.ts';
import { pidOf } from './pidOf.ts';
import type { PlannedFault } from './planSchedule.ts';
import type { Entities } from './Setback.ts';
import { stateOfProcess } from './stateOfProcess.ts';

/** What a process had sent when it died or stopped is done by then. */
const IN_FLIGHT = 1_000; // ms
const TOO_LONG = 60_000; // ms
const PATIENT = { deadlineMs: 30_000, longestMs: 250, isTransient: () => true };

interface PendingFact {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Takes a backup of a unit's database, lets clients write, and sets the database back to it, as an operator does. All processes of
 * the unit are away at both times: dead, or stopped by SIGSTOP so that they go on with what they have in memory. Ends when the unit has
 * noticed, and when its copies are where they were.
 */
export async function setBackDatabase(
  { target: unit, lasts }: PlannedFault,
  surgery: Surgery,
  signal: 'SIGKILL' | 'SIGSTOP',
): Promise<Pick<InjectedFault, 'landed' | 'proof'>> {
  const { inspector, workload, platform } = surgery;
  const database = inspector.database(unit);
  // Where the broker was lost too, and the unit does not know yet, nobody has a trace of what came after the backup.
  await waitFor(() => whenTrue(knowsStreams(inspector, unit)), PATIENT);
  const from = performance.now();
  const backup = await whileAway(surgery, unit, signal, () => patiently(() => takeBackup(database)));
  await Promise.all(platform.processesOf(unit).map((service) => platform.ready(service).catch(() => undefined)));
  await pause(lasts);
  const patience = { ...PATIENT, deadlineMs: 20_000 };
  await waitFor(() => whenTrue(hasChanged(inspector, unit, backup)), patience).catch(() => undefined);
  // A running unit compares what it kept last, every 5 s: a backup younger than that is not told from the present.
  if (signal === 'SIGSTOP')
    await waitFor(() => whenTrue(isOlderThanKept(database, backup)), { ...patience, deadlineMs: 60_000 }).catch(() => {
      throw new Error('the unit kept nothing newer than the backup: setting it back is what nobody could notice');
    });

  const copies = [...backup.keys()].some((name) => name.startsWith('replica.'));
  if (copies) workload.copiesUnsettled();
  const { before, undone } = await whileAway(surgery, unit, signal, async () => {
    const left = await patiently(() => takeBackup(database));
    // Transactions of processes that stopped or died hold documents against everybody, until the server forgets them.
    await surgery.platform.hold('mongodb', { signal: 'SIGKILL' });
    await surgery.platform.release('mongodb');
    await patiently(() => restoreBackup(database, backup));
    const facts = factsOf(left, inspector.entitiesOf(unit));
    const setback = {
      unit,
      from,
      backup: toEntities(inspector, unit, backup),
      before: toEntities(inspector, unit, left),
      facts,
    };
    return { before: left, undone: workload.ledger.setBack(setback) };
  });
  const changed = differences(toEntities(inspector, unit, backup), toEntities(inspector, unit, before));
  const [was, since] = [epochOf(before), await noticed(inspector, unit, changed, epochOf(before))];
  if (copies) {
    await waitFor(() => whenTrue(arePositionsReached(database, before)), PATIENT).catch(() => undefined);
    workload.copiesSettled();
  }
  const how = signal === 'SIGKILL' ? 'killed' : 'stopped';
  const epoch = since === null ? `epoch ${was}, nothing of it was published` : `epoch ${was} → ${since}`;
  return {
    landed: changed.length > 0 && (since === null || since > was),
    proof: `${how}; ${changed.length} documents and ${undone} acknowledged writes are undone; ${epoch}`,
  };
}

/** Does something while no process of a unit does anything. */
async function whileAway<T>(
  { platform }: Surgery,
  unit: string,
  signal: 'SIGKILL' | 'SIGSTOP',
  work: () => Promise<T>,
): Promise<T> {
  const services = platform.processesOf(unit);
  try {
    for (const service of services) {
      const pid = await pidOf(platform, service);
      if (signal === 'SIGKILL') await platform.hold(service, { signal });
      else {
        await platform.kill(service, signal);
        await waitFor(() => whenTrue(stateOfProcess(pid).then((state) => state.startsWith('T'))), {
          deadlineMs: 2_000,
        });
      }
    }
    await pause(IN_FLIGHT);
    const late = pause(TOO_LONG, null, { ref: false }).then(() => {
      throw new Error(`backup or restore of ${unit} took longer than ${TOO_LONG} ms`);
    });
    return await Promise.race([work(), late]);
  } finally {
    for (const service of services) {
      if (signal === 'SIGKILL') await platform.release(service);
      else await platform.kill(service, 'SIGCONT');
    }
  }
}

const patiently = <T>(work: () => Promise<T>): Promise<T> =>
  waitFor(async () => (await work()) ?? (null as T), PATIENT);

const whenTrue = async (is: Promise<boolean>): Promise<true | undefined> => ((await is) ? true : undefined);

async function knowsStreams(inspector: Inspector, unit: string): Promise<boolean> {
  const states = inspector.database(unit).collection<{ _id: string; [stream: string]: unknown }>('wellspring.state');
  const known = (await states.findOne({ _id: 'streams' })) as Record<string, { created?: string } | undefined> | null;
  return (await inspector.streamIdentity(unit)) === `${known?.views?.created} ${known?.events?.created}`;
}

/** Whether the unit kept newer positions since the backup: of its streams, and of the events that it reacts to. */
async function isOlderThanKept(database: mongo.Db, backup: Backup): Promise<boolean> {
  interface Kept {
    readonly _id: string;
    readonly views?: { readonly lastSequence: number };
    readonly looks?: number;
  }
  const markOf = ({ views, looks }: Kept): number => views?.lastSequence ?? looks ?? 0;
  const now = (await database.collection<Kept>('wellspring.state').find().toArray()) as Kept[];
  const were = (backup.get('wellspring.state') ?? []) as unknown as Kept[];
  return were
    .filter(({ _id }) => _id === 'streams' || _id.startsWith('reactor:'))
    .every((was) => now.some((is) => is._id === was._id && markOf(is) > markOf(was)));
}

function toEntities(inspector: Inspector, unit: string, backup: Backup): Entities {
  return Object.fromEntries(
    inspector.entitiesOf(unit).map((entity) => [entity, (backup.get(entity) ?? []) as unknown as OwnedDocument[]]),
  );
}

/** Documents that were changed or created since the backup, as they were. */
function differences(backup: Entities, before: Entities): OwnedDocument[] {
  return Object.entries(before).flatMap(([entity, documents]) => {
    const known = new Map(backup[entity]?.map(({ _id, _stamp: { rev } }) => [_id, rev]));
    return documents.filter(({ _id, _stamp: { rev } }) => known.get(_id) !== rev);
  });
}

async function hasChanged(inspector: Inspector, unit: string, backup: Backup): Promise<boolean> {
  const was = toEntities(inspector, unit, backup);
  for (const entity of inspector.entitiesOf(unit)) {
    const now = await inspector.documents(unit, entity);
    if (differences(was, { [entity]: now }).some(({ _stamp: { dirty } }) => dirty === undefined)) return true;
  }
  return false;
}

/** All events that a database knew. */
function factsOf(left: Backup, entities: readonly string[]): ArchivedFact[] {
  const archived = (left.get('wellspring.events') ?? []) as unknown as ArchivedFact[];
  const pending = entities.flatMap((entity) =>
    (left.get(entity) ?? []).flatMap(({ _id, _stamp }) =>
      ((_stamp?.events ?? []) as PendingFact[]).map(({ id, type, data }) => ({
        _id: id,
        type,
        entityId: String(_id),
        data,
      })),
    ),
  );
  return [...archived, ...pending];
}

function epochOf(backup: Backup): number {
  return Number(backup.get('wellspring.state')?.find(({ _id }) => String(_id) === 'epoch')?.value ?? 1);
}

/** Waits for the new epoch. @returns null when there need be none: nothing that is undone was published */
async function noticed(
  inspector: Inspector,
  unit: string,
  changed: readonly OwnedDocument[],
  was: number,
): Promise<number | null> {
  const isPublished = async (): Promise<boolean> => {
    for (const { _id, _stamp } of changed.slice(0, 50))
      if (_stamp.dirty === undefined && (await inspector.isPublished(unit, _id))) return true;
    return false;
  };
  if (!(await patiently(isPublished))) return null;
  const states = inspector.database(unit).collection<{ _id: string; value: number }>('wellspring.state');
  const risen = async (): Promise<number | undefined> => {
    const value = (await states.findOne({ _id: 'epoch' }))?.value ?? 1;
    const asked = await states.findOne({ _id: 'restore' });
    return value > was && asked === null ? value : undefined;
  };
  return waitFor(risen, PATIENT).catch(() => was);
}

/** Whether each copy was applied as far as it was before, by whichever consumer. */
async function arePositionsReached(database: mongo.Db, before: Backup): Promise<boolean> {
  interface Kept {
    readonly _id: string;
    readonly position?: { readonly sequence: number };
  }
  const states = (await database.collection<Kept>('wellspring.state').find().toArray()) as Kept[];
  const now = new Map(states.map(({ _id, position }) => [_id, position?.sequence ?? -1]));
  return ((before.get('wellspring.state') ?? []) as unknown as Kept[]).every(
    ({ _id, position }) => position === undefined || (now.get(_id) ?? -1) >= position.sequence,
  );
}
