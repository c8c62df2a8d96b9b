import { waitFor } from '../client/waitFor.ts';
import type { Platform } from '../platform/Platform.ts';

/** The process of a service that runs now, or is about to. */
export function pidOf(platform: Platform, service: string): Promise<number> {
  return waitFor(async () => platform.status().find(({ name }) => name === service)?.pid, { deadlineMs: 20_000 });
}
