/** Where a unit's process can be made to die, so that tests find out what it leaves behind. In the way of a change: */
export const CRASH_POINTS = [
  /** The write is ready and not sent. */
  'before-save',
  /** It is committed: neither the caller nor the relay knows. */
  'after-save',
  /** The batch is resolved and the lease was checked: nothing of it is published. */
  'before-publish',
  /** The broker has the message (a view first, then each event), its acknowledgement was not seen. */
  'before-puback',
  /** The acknowledgement was seen. */
  'after-puback',
  'before-archive',
  'after-archive',
  'before-clear',
  /** Rows came in, from the applier or the miss path. */
  'before-apply',
  /** They are written to the majority; this process' cache has not heard of it. */
  'after-apply',
  'before-announce',
  'before-ack',
  /** A part of a replica that was never complete is there; called once a batch. */
  'mid-bootstrap',
  /** In a reaction, after its write and before its acknowledgement. */
  'mid-reaction',
  /** A person's events are gone from the archive, and not yet from the broker. */
  'mid-erasure',
  /** A unit had an effect outside (a charge, a message), and has not written it down. */
  'after-effect',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/** What the environment asks for. */
export interface CrashPlan {
  readonly point: CrashPoint;
  /** At which passing; from 1. */
  readonly passing: number;
  /** SIGKILL ends the process there, SIGSTOP lets it wait there for a SIGCONT. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/**
 * Reads `WELLSPRING_CRASH_AT`, `<point>` or `<point>:<N>` for the N-th passing, and `WELLSPRING_CRASH_SIGNAL`, SIGKILL (default) or
 * SIGSTOP. Pure.
 * @returns undefined when nothing is asked for, and always with `NODE_ENV=production`
 * @throws Error that names what is not understood: a test whose point is misspelt must not pass
 */
export function readCrashPlan(env: Readonly<Record<string, string | undefined>>): CrashPlan | undefined {
  const { WELLSPRING_CRASH_AT: asked = '', WELLSPRING_CRASH_SIGNAL: signal = 'SIGKILL', NODE_ENV } = env;
  if (asked === '' || NODE_ENV === 'production') return undefined;
  const [name, passing = '1', ...rest] = asked.split(':');
  const point = CRASH_POINTS.find((known) => known === name);
  if (point === undefined || rest.length > 0 || !/^[1-9]\d*$/.test(passing))
    throw new Error(
      `WELLSPRING_CRASH_AT: expected <point> or <point>:<N> with one of ${CRASH_POINTS.join(', ')}; got "${asked}".`,
    );
  if (signal !== 'SIGKILL' && signal !== 'SIGSTOP')
    throw new Error(`WELLSPRING_CRASH_SIGNAL: expected SIGKILL or SIGSTOP, got "${signal}".`);
  return { point, passing: Number(passing), signal };
}

const plan = readCrashPlan(process.env);
let passings = 0;

/** Whether {@link crashPoint} would end this process at the very next passing: for what must be on its way before. */
export const isDueAt: (point: CrashPoint) => boolean =
  plan === undefined ? () => false : (point) => point === plan.point && passings + 1 === plan.passing;

/** Ends (or stops) this process here, if the environment asked for it; nothing otherwise. */
export const crashPoint: (point: CrashPoint) => void =
  plan === undefined
    ? () => undefined
    : (point) => {
        if (point !== plan.point) return;
        passings += 1;
        if (passings === plan.passing) process.kill(process.pid, plan.signal);
      };
