import { PlatformError } from './PlatformError.ts';
import type { Supervised } from './Supervised.ts';

const HOPELESS = 5; // deaths in a row: what cannot start will not start by itself

/** Waits until the service answers 200 on `/readyz`; one without a URL is ready when it runs. Throws `NOT_READY`. */
export async function waitUntilReady(service: Supervised, url: string | undefined, timeout: number): Promise<void> {
  const deadline = Date.now() + timeout;
  let last = 'it was never reached';
  for (;;) {
    if (url === undefined) {
      if (service.state === 'running') return;
      last = `it is ${service.state}`;
    } else {
      try {
        const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
        const text = await response.text();
        if (response.ok && service.state === 'running') return;
        last = `/readyz answered ${response.status} ${text.slice(0, 300)}`;
      } catch (error) {
        last = String((error as Error).cause ?? error);
      }
    }
    if (service.failures >= HOPELESS) {
      throw new PlatformError(
        'NOT_READY',
        `${service.name} ended ${service.failures} times in a row. Its log says why.`,
      );
    }
    if (Date.now() > deadline) {
      throw new PlatformError(
        'NOT_READY',
        `${service.name} was not ready within ${timeout} ms (${last}). Its log says why.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
