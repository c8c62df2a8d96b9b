import { pino } from 'pino';
import { Bus } from './Bus.ts';
import { ensureOwnerStreams, type OwnerStreamOptions } from './ownerStreams.ts';

/** Options of {@link keepStreams}. */
export interface KeepStreamsOptions extends OwnerStreamOptions {
  /** The units whose streams are kept. */
  readonly units: readonly string[];
  /** `nats://host:port`, several with commas. */
  readonly url: string;
  /** The broker's operator; nobody where the broker asks nobody. */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** How often the streams are looked at, beside each (re)connection, in ms. Default 3,000. */
  readonly interval?: number;
  /** Default `info`. */
  readonly logLevel?: string;
  /** Takes the log, a line of JSON each. */
  readonly output: { write(line: string): unknown };
}

/** Streams that are being kept. */
export interface KeptStreams {
  /** Resolves when all streams were seen in order for the first time. */
  readonly kept: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Creates the streams of each unit, as operator, and keeps looking: a broker that lost its data has its streams again within
 * seconds, and their owners fill them (PROTOCOL.md, "Streams"). A stream that takes in anything but its owner's subjects is
 * corrected. Never gives up: what fails is said once and tried again. Several may run at once.
 */
export function keepStreams(options: KeepStreamsOptions): KeptStreams {
  const { units, url, user, password, interval = 3_000, logLevel = 'info', output } = options;
  const log = pino(
    { level: logLevel, base: { service: 'streams' }, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => void output.write(line) },
  );
  const bus = new Bus({ unit: 'operator', url, user, password, log });
  const kept = Promise.withResolvers<void>();
  const failing = new Set<string>();
  let looking: Promise<void> | undefined;

  const keep = async (unit: string): Promise<boolean> => {
    try {
      for (const repair of await ensureOwnerStreams(bus.manager, unit, options)) {
        log.info({ unit, ...repair }, 'a stream was not there, or not as its owner needs it');
      }
      if (failing.delete(unit)) log.info({ unit }, 'the streams are in order again');
      return true;
    } catch (error) {
      if (!failing.has(unit)) log.warn({ err: error, unit }, 'the streams cannot be kept now: trying again');
      failing.add(unit);
      return false;
    }
  };
  const look = (): void => {
    if (!bus.connected || looking !== undefined) return;
    looking = Promise.all(units.map(keep))
      .then((results) => {
        if (results.every(Boolean)) kept.resolve();
      })
      .finally(() => {
        looking = undefined;
      });
  };

  bus.watch(look, () => undefined);
  bus.start();
  const timer = setInterval(look, interval);
  return {
    kept: kept.promise,
    stop: async () => {
      clearInterval(timer);
      await bus.stop();
      await looking;
    },
  };
}
