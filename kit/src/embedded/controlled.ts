import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedServer } from './embeddedServer.ts';
import { EmbeddedServerError } from './embeddedServerError.ts';
import { freePort } from './freePort.ts';
import type { ServerProcess } from './serverProcess.ts';

/** The control of a server that this process runs: everything of `EmbeddedServer` but its kind. */
export type Control = Omit<EmbeddedServer, 'kind'>;

/** Control over the process that `start` runs, on one port and one folder. */
export function controlOf(first: ServerProcess, start: () => Promise<ServerProcess>, cleanUp: () => void): Control {
  let current: ServerProcess | undefined;
  let exited = first.exited;
  const adopt = (server: ServerProcess): void => {
    current = server;
    exited = server.exited;
    void server.exited.then(() => {
      if (current === server) current = undefined;
    });
  };
  adopt(first);
  return {
    get pid() {
      return current?.pid;
    },
    get exited() {
      return exited;
    },
    async stop() {
      await current?.stop();
      cleanUp();
    },
    async kill(signal = 'SIGKILL') {
      await current?.kill(signal);
    },
    async restart() {
      await current?.stop();
      adopt(await start());
    },
  };
}

/** The control of someone else's server: it can be left alone, and nothing else. */
export function externalControl(variable: string): Control {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new EmbeddedServerError(
        'EMBEDDED_SERVER_EXTERNAL',
        `The server that ${variable} names is not ours to stop or restart. Unset ${variable} to run an embedded one.`,
      ),
    );
  return {
    pid: undefined,
    exited: new Promise(() => {}),
    stop: () => Promise.resolve(),
    kill: refuse,
    restart: refuse,
  };
}

/** The folder to keep data in, and how to clean it up: only a temporary one is removed. */
export function dataFolder(folder: string | undefined, prefix: string): { folder: string; cleanUp: () => void } {
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { folder, cleanUp: () => {} };
  }
  const temporary = mkdtempSync(join(tmpdir(), prefix));
  return { folder: temporary, cleanUp: () => rmSync(temporary, { recursive: true, force: true }) };
}

/** Runs `start` on the port asked for, or on free ones until a race for one is not lost (3 tries). */
export async function onPort<Started>(
  port: number | undefined,
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  if (port !== undefined && port !== 0) return start(port);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === 3 || !(error instanceof EmbeddedServerError) || error.code !== 'EMBEDDED_SERVER_FAILED')
        throw error;
    }
  }
}
