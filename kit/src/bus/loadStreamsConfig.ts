import { WellspringError } from '../errors/WellspringError.ts';
import type { KeepStreamsOptions } from './keepStreams.ts';

/** What the process that keeps the streams is told by its environment. */
export type StreamsConfig = Omit<KeepStreamsOptions, 'output' | 'interval'>;

const UNIT = /^[a-z][a-z0-9-]{0,31}$/;
const PLACE = /^[\w.:-]{1,64}$/;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads the configuration of `streamsMain.ts`: `UNITS` (names with commas), `NATS_URL`, `NATS_USER` (default `operator` where
 * there is a password), `NATS_PASSWORD`, `STREAM_REPLICAS` (1 to 5, default 1), `STREAM_CLUSTER` (name of the cluster that keeps new streams) and
 * `STREAM_TAGS` (tags with commas that its servers must have; default for both: the broker chooses), `LOG_LEVEL` (default `info`). Pure.
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
  return Object.freeze({ units, url, user, password, replicas: Number(replicas), placement, logLevel });
}
