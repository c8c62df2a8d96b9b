import { WellspringError } from '../errors/WellspringError.ts';
import type { KeepStreamsOptions } from './keepStreams.ts';
import { DUPLICATE_WINDOW, type StreamLimits } from './ownerStreams.ts';

/** What the process that keeps the streams is told by its environment. */
export type StreamsConfig = Omit<KeepStreamsOptions, 'output' | 'interval'>;

const UNIT = /^[a-z][a-z0-9-]{0,31}$/;
const PLACE = /^[\w.:-]{1,64}$/;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads the configuration of `streamsMain.ts`: `UNITS` (names with commas), `NATS_URL`, `NATS_USER` (default `operator` where
 * there is a password), `NATS_PASSWORD`, `STREAM_REPLICAS` (1 to 5, default 1), `STREAM_CLUSTER` (name of the cluster that keeps new streams) and
 * `STREAM_TAGS` (tags with commas that its servers must have; default for both: the broker chooses), `EVENTS_MAX_AGE` (`90d`), `EVENTS_MAX_BYTES`
 * (`20GiB`), `EVENTS_MAX_MESSAGES`, the same of `HISTORY_` (default: everything is kept), `LOG_LEVEL` (default `info`). Pure.
 * @throws WellspringError CONFIG_INVALID with every fault at once
 */
export function loadStreamsConfig(env: Readonly<Record<string, string | undefined>>): StreamsConfig {
  const faults: string[] = [];
  /** Set to nothing is not set: that is how compose files leave a variable out. */
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const units = (given('UNITS') ?? '').split(',').map((unit) => unit.trim());
  const misnamed = units.filter((unit) => !UNIT.test(unit));
  if (misnamed.length > 0)
    faults.push(`UNITS: expected names of units with commas, such as members,orders, got "${given('UNITS') ?? ''}"`);
  const url = given('NATS_URL') ?? '';
  if (!/^(nats|tls|ws|wss):\/\/\S+$/.test(url)) faults.push(`NATS_URL: expected nats://host:port, got "${url}"`);
  const replicas = given('STREAM_REPLICAS') ?? '1';
  if (!/^[1-5]$/.test(replicas)) faults.push(`STREAM_REPLICAS: expected 1 to 5, got "${replicas}"`);
  const cluster = given('STREAM_CLUSTER');
  if (cluster !== undefined && !PLACE.test(cluster))
    faults.push(`STREAM_CLUSTER: expected the name of a cluster, without spaces, got "${cluster}"`);
  const tags = given('STREAM_TAGS')
    ?.split(',')
    .map((tag) => tag.trim());
  if (tags?.some((tag) => !PLACE.test(tag)))
    faults.push(`STREAM_TAGS: expected tags of servers with commas, such as zone:a,ssd, got "${tags.join(',')}"`);
  const eventLimits = limitsOf('EVENTS', given, faults);
  const historyLimits = limitsOf('HISTORY', given, faults);
  const logLevel = given('LOG_LEVEL') ?? 'info';
  if (!LEVELS.includes(logLevel)) faults.push(`LOG_LEVEL: expected one of ${LEVELS.join(', ')}, got "${logLevel}"`);
  if (faults.length > 0)
    throw new WellspringError('CONFIG_INVALID', `The environment does not fit:\n- ${faults.join('\n- ')}`, {
      details: { faults },
    });
  const password = given('NATS_PASSWORD');
  const user = given('NATS_USER') ?? (password === undefined ? undefined : 'operator');
  const placement =
    cluster === undefined && tags === undefined
      ? undefined
      : { ...(cluster === undefined ? {} : { cluster }), ...(tags === undefined ? {} : { tags }) };
  return Object.freeze({
    units,
    url,
    user,
    password,
    replicas: Number(replicas),
    placement,
    eventLimits,
    historyLimits,
    logLevel,
  });
}

const AGES: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }; // ms
const SIZES: Readonly<Record<string, number>> = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const NUMBER_WITH_UNIT = /^([1-9]\d{0,14})([A-Za-z]*)$/;

/** The limits of one kind of streams; undefined when none is set. Adds what is wrong to `faults`. */
function limitsOf(
  kind: 'EVENTS' | 'HISTORY',
  given: (name: string) => string | undefined,
  faults: string[],
): StreamLimits | undefined {
  const limits: { -readonly [name in keyof StreamLimits]: number } = {};
  const read = (limit: keyof StreamLimits, name: string, units: Readonly<Record<string, number>>, expected: string) => {
    const text = given(`${kind}_${name}`);
    if (text === undefined) return;
    const [, number = '', unit = ''] = NUMBER_WITH_UNIT.exec(text) ?? [];
    const value = Number(number) * (Object.hasOwn(units, unit) ? (units[unit] as number) : Number.NaN);
    // The broker refuses an age below the time for which it remembers message ids.
    const fits = limit === 'maxAge' ? value >= DUPLICATE_WINDOW && Number.isSafeInteger(value * 1_000) : true;
    if (value > 0 && fits && Number.isSafeInteger(value)) limits[limit] = value;
    else faults.push(`${kind}_${name}: expected ${expected}, got "${text}"`);
  };
  read('maxAge', 'MAX_AGE', AGES, 'minutes (2 at least), hours or days, such as 90m, 36h or 365d');
  read('maxBytes', 'MAX_BYTES', SIZES, 'bytes, such as 500000, 512MiB or 20GiB');
  read('maxMessages', 'MAX_MESSAGES', { '': 1 }, 'a whole number from 1');
  return Object.keys(limits).length === 0 ? undefined : limits;
}
