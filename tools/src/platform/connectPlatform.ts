import type { ServiceStatus } from './Platform.ts';
import { PlatformError, type PlatformErrorCode } from './PlatformError.ts';
import { platformFiles } from './PlatformFiles.ts';
import { readRunRecord } from './runFile.ts';
import type { OperatorAccess } from './startControl.ts';

/** The platform of `npm start`, as another process sees it. */
export interface RunningPlatform {
  readonly pid: number;
  /** The gateway's GraphQL address. */
  readonly endpoint: string;
  /** Each unit's GraphQL address. */
  readonly units: Readonly<Record<string, string>>;
  status(): Promise<readonly ServiceStatus[]>;
  /** Where its servers are, and how the operator signs in. Holds passwords: not to be printed. */
  access(): Promise<OperatorAccess>;
  /** Ends a service and keeps it down. Default signal `SIGTERM`. Resolves when it has ended. */
  hold(service: string, options?: { readonly signal?: 'SIGTERM' | 'SIGKILL' }): Promise<ServiceStatus>;
  /** Lets a held service run again; resolves when it is started. */
  release(service: string): Promise<ServiceStatus>;
  restart(service: string): Promise<ServiceStatus>;
  /** Waits until the service answers `/readyz`. */
  ready(service: string): Promise<ServiceStatus>;
}

/**
 * Connects to the platform that `npm start` runs.
 * Throws `NOT_RUNNING` when there is none, or when it is still starting.
 */
export function connectPlatform(runFile: string = platformFiles().runFile): RunningPlatform {
  const record = readRunRecord(runFile);
  if (record === undefined)
    throw new PlatformError('NOT_RUNNING', 'The platform is not running. Start it with `npm start`.');
  const { pid, control, token, endpoint, units = {} } = record;
  if (control === undefined || endpoint === undefined) {
    throw new PlatformError('NOT_RUNNING', `The platform is still starting (process ${pid}). Try again in a moment.`);
  }
  const call = async <Answer>(method: string, path: string): Promise<Answer> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${control}${path}`, { method, headers }).catch((cause: unknown) => {
      throw new PlatformError('NOT_RUNNING', `The platform (process ${pid}) does not answer. Is it ending?`, { cause });
    });
    const body = (await response.json()) as Answer & { code: PlatformErrorCode; message: string };
    if (!response.ok) throw new PlatformError(body.code, body.message);
    return body;
  };
  const post = (name: string, action: string): Promise<ServiceStatus> =>
    call('POST', `/services/${encodeURIComponent(name)}/${action}`);
  return {
    pid,
    endpoint,
    units,
    status: () => call('GET', '/status'),
    access: () => call('GET', '/access'),
    hold: (name, { signal = 'SIGTERM' } = {}) => post(name, `hold?signal=${signal}`),
    release: (name) => post(name, 'release'),
    restart: (name) => post(name, 'restart'),
    ready: (name) => post(name, 'ready'),
  };
}
