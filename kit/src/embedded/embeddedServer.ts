import type { ProcessExit } from './serverProcess.ts';

/** A server that tests, the benches and `npm start` run beside themselves. */
export interface EmbeddedServer {
  /** What it is, with its version, for reports: `MongoDB 8.0.4`, `SecantusDB 0.7.0b3`, `NATS 2.14.0`. */
  readonly kind: string;
  /** The process id, or undefined while it is down or when the server is someone else's (`MONGODB_URI`, `NATS_URL`). */
  readonly pid: number | undefined;
  /** Resolves when the server process that runs now ends; never for someone else's server. */
  readonly exited: Promise<ProcessExit>;
  /** Ends the server in order, and removes its folder where that is a temporary one. Safe to call twice. */
  stop(): Promise<void>;
  /** Sends a signal (default `SIGKILL`) and waits for the end where the signal ends it. Throws `EMBEDDED_SERVER_EXTERNAL` for someone else's server. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts again on the same port and data, after ending what still runs. Resolves when it answers. Throws `EMBEDDED_SERVER_EXTERNAL` for someone else's. */
  restart(): Promise<void>;
}

/** Where a server keeps its data and on which port it answers. */
export interface EmbeddedServerOptions {
  /** The data folder, created when absent. Default: a temporary one, removed by `stop`. */
  readonly folder?: string;
  /** The port on 127.0.0.1. Default: a free one, kept over `restart`. */
  readonly port?: number;
  /** Receives the server's output, line by line. Default: dropped (the last lines are part of a start error). */
  readonly log?: ((line: string) => void) | undefined;
  /** Where `MONGODB_URI`, `NATS_URL` and `PATH` are looked up. Default: the process's. */
  readonly env?: NodeJS.ProcessEnv;
}
