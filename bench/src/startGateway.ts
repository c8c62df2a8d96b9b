import { join } from 'node:path';
import { type ServerProcess, startServerProcess } from '@wellspring/kit/embedded';
import { ROOT } from '@wellspring/tools/root.ts';

/** The gateway, in a process of its own, that serves a supergraph at an address of this machine. Resolves once it is ready. */
export function startGateway(
  { supergraphFile, origin }: { supergraphFile: string; origin: string },
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  return startServerProcess({
    name: 'gateway',
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      join('gateway', 'src', 'main.ts'),
      ...['--supergraph', supergraphFile, '--port', new URL(origin).port],
    ],
    cwd: ROOT,
    env: { ...process.env, LOG_LEVEL: 'fatal', ...env },
    answers: async () => {
      const { ok } = await fetch(`${origin}/readyz`);
      if (!ok) throw new Error('it is not ready');
    },
  });
}
