import { join } from 'node:path';
import { freePort, type ServerProcess, startServerProcess } from '@wellspring/kit/embedded';
import type { Platform } from '@wellspring/tools/platform/Platform.ts';
import { variable } from '@wellspring/tools/platform/startPlatform.ts';
import { ROOT } from '@wellspring/tools/root.ts';

/** A gateway beside the platform's own. */
export interface BesideGateway {
  /** Where it answers operations. */
  readonly url: string;
  readonly process: ServerProcess;
}

/**
 * Starts one more gateway over the platform's units, as the platform starts its own, with another supergraph.
 * @throws EmbeddedServerError `EMBEDDED_SERVER_FAILED` when it does not get ready
 */
export async function startGateway(
  platform: Platform,
  supergraphFile: string,
  env: Readonly<Record<string, string>>,
): Promise<BesideGateway> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const urls = platform.units.map((unit) => [`SUBGRAPH_URL_${variable(unit)}`, platform.unitUrl(unit)]);
  const process_ = await startServerProcess({
    name: 'gateway without copies',
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', join('gateway', 'src', 'main.ts')],
    cwd: ROOT,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      SUPERGRAPH_FILE: supergraphFile,
      ...Object.fromEntries(urls),
      ...env,
    },
    answers: async () => {
      const response = await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(2_000) });
      if (!response.ok) throw new Error(`/readyz answered ${response.status}`);
    },
  });
  return { url: `${base}/graphql`, process: process_ };
}
