import { createHash } from 'node:crypto';
import { mulberry32, type Random } from '@wellspring/kit/random';

/**
 * What is done to a process: ended by SIGKILL, stopped by SIGSTOP for a while, restarted in order, or ended and its data deleted. To a
 * unit: its database set back to a backup, while its processes are dead or (`rewind`) stopped and go on, none the wiser.
 */
export type FaultKind = 'kill' | 'pause' | 'restart' | 'wipe' | 'restore' | 'rewind';

/** One fault of a schedule. */
export interface PlannedFault {
  /** When, in ms from the start. */
  readonly at: number;
  readonly kind: FaultKind;
  /** A unit or a further process of one (`orders-2`), `nats` or `mongodb`. */
  readonly target: string;
  /** How long it is down or stopped, in ms; of a restore, how old the backup is at least. */
  readonly lasts: number;
}

/** What may be done to which process. */
export interface Danger {
  readonly kind: FaultKind;
  readonly target: string;
}

/**
 * Every fault there is for these units, the broker and the database.
 * @param units the processes of each
 */
export function dangersOf(units: Readonly<Record<string, readonly string[]>>): readonly Danger[] {
  const kinds = ['kill', 'pause', 'restart'] as const;
  const processes = [...Object.values(units).flat(), 'nats', 'mongodb'];
  const backups = Object.keys(units).flatMap((target) => [
    { kind: 'restore' as const, target },
    { kind: 'rewind' as const, target },
  ]);
  return [
    ...processes.flatMap((target) => kinds.map((kind) => ({ kind, target }))),
    { kind: 'wipe', target: 'nats' },
    ...backups,
  ];
}

const GAP = { least: 300, most: 1_300 }; // ms
const SHORT = { least: 200, most: 2_000 }; // ms
/** Longer than a relay's lease. */
const LONG = { least: 5_500, most: 7_000 }; // ms

/**
 * Draws faults until the time is over. Pure: the same seed, time and dangers give the same schedule. Dangers are dealt like cards: none comes
 * a second time before each came once. About a third begin while another one lasts.
 * @param duration in ms
 */
export function planSchedule(seed: number, duration: number, dangers: readonly Danger[]): readonly PlannedFault[] {
  const random = mulberry32(seed);
  const faults: PlannedFault[] = [];
  let deck: Danger[] = [];
  let at = between(GAP, random);
  while (at < duration) {
    if (deck.length === 0) deck = shuffled(dangers, random);
    const { kind, target } = deck.pop() as Danger;
    const isLong = kind === 'pause' && target !== 'mongodb' && duration > 15_000 && random() < 0.25;
    const lasts = between(isLong ? LONG : SHORT, random);
    faults.push({ at, kind, target, lasts });
    at += between(GAP, random) + (random() < 0.35 ? 0 : lasts);
  }
  return faults;
}

/** Tells schedules apart: 12 characters. */
export function digestOf(schedule: readonly PlannedFault[]): string {
  return createHash('sha256').update(JSON.stringify(schedule)).digest('base64url').slice(0, 12);
}

function between({ least, most }: { least: number; most: number }, random: Random): number {
  return Math.round(least + random() * (most - least));
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [all[last], all[other]] = [all[other] as T, all[last] as T];
  }
  return all;
}
