import { type ProcessExit, startServerProcess } from '@wellspring/kit/embedded';
import { eventually, type TestServers } from '@wellspring/kit/testing';
import { type Answer, sendOperation } from '@wellspring/tools/client/sendOperation.ts';
import { ROOT } from '@wellspring/tools/root.ts';

/** A unit in a process of its own, that can be made to die. */
export interface UnitProcess {
  readonly pid: number;
  readonly url: string;
  readonly exited: Promise<ProcessExit>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Sends an operation; no answer at all is null: it died of it. */
  ask<Data>(
    query: string,
    options?: { variables?: Record<string, unknown>; actor?: string },
  ): Promise<Answer<Data> | null>;
  stop(): Promise<void>;
}

/**
 * Starts `subgraphs/<unit>/src/main.ts` on the servers, in the database of that name, and waits until it serves.
 * @param env `WELLSPRING_CRASH_AT` and the like
 */
export async function startUnitProcess(
  unit: string,
  { mongo, nats }: TestServers,
  env: Readonly<Record<string, string>> = {},
): Promise<UnitProcess> {
  const said: string[] = [];
  let url: string | undefined;
  const { PATH = '' } = process.env;
  const child = await startServerProcess({
    name: unit,
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', `subgraphs/${unit}/src/main.ts`],
    cwd: ROOT,
    env: { PATH, PORT: '0', MONGODB_URI: mongo.uriFor(unit), NATS_URL: nats.url, DRAIN_TIMEOUT: '200', ...env },
    log: (line) => {
      said.push(line);
      url ??= /"url":"(http:[^"]+)".*"msg":"listening"/.exec(line)?.[1];
    },
  });
  let dead: ProcessExit | undefined;
  void child.exited.then((exit) => {
    dead = exit;
  });
  const base = await eventually(
    `${unit} to serve`,
    async () => {
      // One that is to die while it replicates may be dead by now.
      if (dead !== undefined) return 'dead';
      return url !== undefined && (await fetch(`${url}/readyz`)).ok && url;
    },
    20_000,
  );
  if (base === 'dead' && (dead as ProcessExit | undefined)?.signal !== 'SIGKILL')
    throw new Error(`${unit} ended at its start: ${said.join('\n')}`);
  return {
    pid: child.pid,
    url: base as string,
    exited: child.exited,
    kill: (signal) => child.kill(signal),
    ask: (query, options = {}) =>
      sendOperation<never>(`${base}/graphql`, { query, ...options, timeoutMs: 15_000 }).catch(() => null),
    stop: () => child.stop(2_000),
  };
}
