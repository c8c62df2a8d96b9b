import type { ServiceStatus } from '../platform/Platform.ts';

/** What the demo needs of a running platform: `connectPlatform()` has it, and a test's own platform nearly. */
export interface DemoPlatform {
  /** The gateway's GraphQL address. */
  readonly endpoint: string;
  status(): Promise<readonly ServiceStatus[]>;
  /** Kills a unit and keeps it down; resolves when it has ended. */
  hold(unit: string, options: { readonly signal: 'SIGKILL' }): Promise<unknown>;
  /** Lets a held unit run again; nothing to do for one that runs. */
  release(unit: string): Promise<unknown>;
}
