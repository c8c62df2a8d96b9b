import type { MongoServer, NatsServer } from '@wellspring/kit/embedded';
import type { ServiceState } from './Supervised.ts';

/** Where a line of output comes from: a unit's name, `gateway`, `mongodb`, `nats`, or `platform` for the supervisor itself. */
export type PlatformLog = (service: string, line: string) => void;

/** Options of `startPlatform`. Everything has a default that suits a test: an empty platform on free ports. */
export interface PlatformOptions {
  /** Keeps all data. Default: a temporary folder, removed by `stop`. */
  readonly folder?: string;
  /** `free` (default), or the port of each service by name; units not named take the port of `supergraph.yaml`, the gateway 4000. */
  readonly ports?: 'free' | Readonly<Record<string, number>>;
  /** Which units run. Default: all of `supergraph.yaml`. */
  readonly units?: readonly string[];
  /** How many processes of a unit, or of the gateway, run, by name. Default 1 each. Those after the first are the services `<unit>-2` and so on. */
  readonly instances?: Readonly<Record<string, number>>;
  /** Whether the gateway runs. Default true. */
  readonly gateway?: boolean;
  /** Whether each unit has a MongoDB server of its own, rather than a database and user on a shared one. Default false. */
  readonly isolated?: boolean;
  /** The composed graph that the gateway serves. Default: `schema/supergraph.graphql`, or that of `units` alone. */
  readonly supergraphFile?: string;
  /** More environment variables for the units and the gateway. */
  readonly env?: Readonly<Record<string, string>>;
  /** `sync_interval` of JetStream. Default `always`; tests may relax it, e.g. to `10s`. */
  readonly syncInterval?: string;
  /** Whether to wait until everything answers `/readyz`. Default true. */
  readonly waitUntilReady?: boolean;
  /** How long that may take. Default 120_000 ms. */
  readonly readyTimeout?: number;
  /** How long a process may take to end before it is forced. Default 15_000 ms (a unit drains for at most 10 s). */
  readonly stopTimeout?: number;
  /** Receives every line that any process prints. Default: dropped. */
  readonly log?: PlatformLog;
  /** The project's root. Default: this project's. */
  readonly root?: string;
}

/** What one service is doing. */
export interface ServiceStatus {
  readonly name: string;
  readonly kind: 'unit' | 'gateway' | 'server';
  readonly state: ServiceState;
  readonly pid?: number;
  /** Where it answers: an HTTP base address for a unit or the gateway. */
  readonly url?: string;
  /** How often the supervisor started it again. */
  readonly restarts: number;
}

/** A running platform. Services are the units by name (`<unit>-2` a further process), `gateway`, `nats`, and `mongodb` (`mongodb-<unit>` when isolated). */
export interface Platform {
  /** Where clients send operations: `http://127.0.0.1:4000/graphql`. Throws `UNKNOWN_SERVICE` without a gateway. */
  readonly gatewayUrl: string;
  /** Where a unit's subgraph answers: `http://127.0.0.1:4001/graphql`. A further process of it is named like its service. */
  unitUrl(unit: string): string;
  /** The services of a unit, or of `gateway`: its processes. */
  processesOf(unit: string): readonly string[];
  /** The units that run, by name. */
  readonly units: readonly string[];
  /** The shared MongoDB, or the first unit's own when isolated. */
  readonly mongo: MongoServer;
  /** The URI of a unit's database, signed in as the unit. */
  mongoUri(unit: string): string;
  readonly nats: NatsServer;
  /** How a unit, or `operator`, signs in to NATS; undefined when the server asks nobody. */
  natsUser(name: string): { readonly user: string; readonly pass: string } | undefined;
  /** Ends a service and keeps it down. Default signal `SIGTERM`, which lets it end in order. */
  hold(service: string, options?: { readonly signal?: NodeJS.Signals }): Promise<void>;
  /** Lets a held service run again; resolves when it is started. {@link ready} waits for more. */
  release(service: string): Promise<void>;
  /** Ends a service in order and starts it again. */
  restart(service: string): Promise<void>;
  /** Sends a signal (default `SIGKILL`), as an outsider would: the supervisor starts again what dies. */
  kill(service: string, signal?: NodeJS.Signals): Promise<void>;
  /** Waits until the service answers `/readyz` (all of them, when none is named). Throws `NOT_READY` after `timeout` (default 60_000 ms). */
  ready(service?: string, timeout?: number): Promise<void>;
  status(): readonly ServiceStatus[];
  /** Ends everything in order: gateway, units, NATS, MongoDB. Safe to call twice. */
  stop(): Promise<void>;
}
