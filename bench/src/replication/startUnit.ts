import { type ServerProcess, startServerProcess } from '@wellspring/kit/embedded';
import { ROOT } from '@wellspring/tools/root.ts';
import { residentMemory } from '../residentMemory.ts';

/** A unit in a process of its own, as in production. */
export interface BenchUnit {
  readonly process: ServerProcess;
  /** Resident memory now, in MB. */
  memoryMb(): Promise<number>;
}

/** @param env its own of the unit: database and broker */
export async function startUnit(
  unit: string,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<BenchUnit> {
  let url: string | undefined;
  let said = '';
  const { PATH = '' } = process.env;
  const child = await startServerProcess({
    name: unit,
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', `subgraphs/${unit}/src/main.ts`],
    cwd: ROOT,
    env: { PATH, PORT: '0', DRAIN_TIMEOUT: '500', DRIFT_INTERVAL: '0', LOG_LEVEL: 'info', ...profiling(), ...env },
    log: (line) => {
      said = line;
      url ??= /"url":"(http:[^"]+)".*"msg":"listening"/.exec(line)?.[1];
    },
  });
  const until = performance.now() + 30_000;
  while (url === undefined || !(await isReady(url))) {
    if (performance.now() > until || signal.aborted) {
      await child.stop(500);
      signal.throwIfAborted();
      throw new Error(`${unit} did not become ready within 30 s. It said: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const base = url;
  return {
    process: child,
    memoryMb: () => residentMemory(base),
  };
}

/** `BENCH_NODE_OPTIONS=--cpu-prof` profiles the units. */
function profiling(): Record<string, string> {
  const { BENCH_NODE_OPTIONS } = process.env;
  return BENCH_NODE_OPTIONS === undefined ? {} : { NODE_OPTIONS: BENCH_NODE_OPTIONS };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
