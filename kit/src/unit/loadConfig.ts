import { WellspringError } from '../errors/WellspringError.ts';
import { type IdentityMode, loadIdentity, type TokenConfig } from '../identity/IdentityConfig.ts';
import { type KnownGateway, loadGateway } from '../identity/loadGateway.ts';
import type { TrustedIssuer } from '../identity/TrustedIssuer.ts';
import { loadTelemetry, type TelemetryConfig } from '../telemetry/TelemetryConfig.ts';

/** What a unit's process is told by its environment. */
export interface UnitConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Names the unit's own database: there is no default, a wrong guess would cross units. */
  readonly mongodbUri: string;
  readonly natsUrl: string;
  readonly natsUser: string | undefined;
  readonly natsPassword: string | undefined;
  /** Names this process across restarts (`INSTANCE`, e.g. a StatefulSet's pod name), so that it takes over its own lease at once. One process at a time. */
  readonly instance?: string | undefined;
  readonly logLevel: string;
  /** How the unit knows who acts. */
  readonly identity: IdentityMode;
  /** What access tokens are checked against; undefined: none is accepted. */
  readonly tokens?: TokenConfig | undefined;
  /** Whose tokens are believed besides. */
  readonly issuers?: readonly TrustedIssuer[] | undefined;
  /** The gateway, and whether it alone is answered. Default: unknown, and anybody is. */
  readonly gateway?: KnownGateway | undefined;
  /** How long it still answers after SIGTERM, once `/readyz` says 503: until who balances load has seen it; ms. Default 0. */
  readonly drainDelay?: number;
  /** How long a request may go on after that, in ms. */
  readonly drainTimeout: number;
  /** Time between two comparisons of the replicas with their owners, in ms; 0 turns them off. Default 600,000. */
  readonly driftInterval?: number | undefined;
  /** Where spans go; undefined: there are none. */
  readonly telemetry?: TelemetryConfig | undefined;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads a unit's configuration. Pure.
 * @throws WellspringError CONFIG_INVALID with every fault at once
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): UnitConfig {
  const faults: string[] = [];
  /** Set to nothing is not set: that is how compose files leave a variable out. */
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const wholeNumber = (name: string, fallback: number, max: number): number => {
    const text = given(name);
    if (text === undefined) return fallback;
    if (/^\d{1,9}$/.test(text) && Number(text) <= max) return Number(text);
    faults.push(`${name}: expected a whole number from 0 to ${max}, got "${text}"`);
    return fallback;
  };
  const mongodbUri = given('MONGODB_URI') ?? '';
  if (!/^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/.test(mongodbUri)) {
    faults.push(
      `MONGODB_URI: expected mongodb://host:port/database, ${mongodbUri === '' ? 'it is not set' : 'it is no such address or names no database'}`,
    );
  }
  const natsUrl = given('NATS_URL') ?? '';
  if (!/^(nats|tls|ws|wss):\/\/\S+$/.test(natsUrl))
    faults.push(`NATS_URL: expected nats://host:port, ${natsUrl === '' ? 'it is not set' : `got "${natsUrl}"`}`);
  const logLevel = given('LOG_LEVEL') ?? 'info';
  if (!LEVELS.includes(logLevel)) faults.push(`LOG_LEVEL: expected one of ${LEVELS.join(', ')}, got "${logLevel}"`);
  const { identity, tokens, issuers } = loadIdentity(env, (fault) => faults.push(fault));
  const gateway = loadGateway(env, (fault) => faults.push(fault));
  const port = wholeNumber('PORT', 0, 65_535);
  const drainDelay = wholeNumber('DRAIN_DELAY', env.NODE_ENV === 'production' ? 5_000 : 0, 600_000); // ms
  const drainTimeout = wholeNumber('DRAIN_TIMEOUT', 10_000, 600_000); // ms
  const driftInterval = wholeNumber('DRIFT_INTERVAL', 600_000, 86_400_000); // ms
  const telemetry = loadTelemetry(env, (fault) => faults.push(fault));
  if (faults.length > 0)
    throw new WellspringError('CONFIG_INVALID', `The environment does not fit:\n- ${faults.join('\n- ')}`, {
      details: { faults },
    });
  return Object.freeze({
    host: given('HOST') ?? '127.0.0.1',
    port,
    mongodbUri,
    natsUrl,
    natsUser: given('NATS_USER'),
    natsPassword: given('NATS_PASSWORD'),
    instance: given('INSTANCE'),
    logLevel,
    identity,
    tokens,
    issuers,
    gateway,
    drainDelay,
    drainTimeout,
    driftInterval,
    telemetry,
  });
}
