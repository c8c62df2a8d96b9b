import type { EmbeddedServer } from '@wellspring/kit/embedded';
import { type RunningProcess, Supervised } from './Supervised.ts';

/**
 * Supervises an embedded server that already runs; undefined for one that is someone else's (`MONGODB_URI`, `NATS_URL`).
 */
export function superviseServer(
  name: string,
  server: EmbeddedServer,
  tell: (line: string) => void,
): Supervised | undefined {
  if (server.pid === undefined) return undefined;
  let isFirst = true;
  const launch = async (): Promise<RunningProcess> => {
    if (!isFirst) await server.restart();
    isFirst = false;
    if (server.pid === undefined) throw new Error('it ended at once');
    return { pid: server.pid, exited: server.exited, stop: () => server.stop(), kill: (signal) => server.kill(signal) };
  };
  const supervised = new Supervised(name, launch, tell);
  void supervised.start();
  return supervised;
}
