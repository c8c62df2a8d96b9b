import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Platform } from './Platform.ts';
import { PlatformError } from './PlatformError.ts';

/** Where the platform's servers are, and how the operator signs in. */
export interface OperatorAccess {
  readonly nats: { readonly url: string; readonly user?: string; readonly pass?: string };
  /** The URI of each unit's database, signed in as the unit. */
  readonly mongo: Readonly<Record<string, string>>;
}

/** The endpoint through which other commands talk to the supervisor. */
export interface Control {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

const SIGNALS: ReadonlySet<string> = new Set(['SIGTERM', 'SIGKILL']);

/**
 * Serves `GET /status`, `GET /access` ({@link OperatorAccess}) and `POST /services/<name>/(hold|release|restart|kill|ready)` on 127.0.0.1, each with the token.
 * `hold` and `kill` take `?signal=SIGTERM|SIGKILL`.
 */
export async function startControl(platform: Platform): Promise<Control> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    answer(platform, token, request).then(
      (body) => send(response, 200, body),
      (error: unknown) => send(response, statusFor(error), { code: codeOf(error), message: (error as Error).message }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function answer(platform: Platform, token: string, request: IncomingMessage): Promise<unknown> {
  if (!isToken(request.headers.authorization, token)) throw new Refused(401, 'Expected the token of the run file.');
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'GET' && url.pathname === '/status') return platform.status();
  if (request.method === 'GET' && url.pathname === '/access') return accessTo(platform);
  const [, name = '', action = ''] = /^\/services\/([^/]+)\/([a-z]+)$/.exec(url.pathname) ?? [];
  if (request.method !== 'POST' || name === '')
    throw new Refused(404, 'Expected GET /status, GET /access or POST /services/<name>/<action>.');
  await act(platform, decodeURIComponent(name), action, signalOf(url));
  return platform.status().find((service) => service.name === decodeURIComponent(name));
}

function accessTo({ nats, natsUser, units, mongoUri }: Platform): OperatorAccess {
  return {
    nats: { url: nats.url, ...natsUser('operator') },
    mongo: Object.fromEntries(units.map((unit) => [unit, mongoUri(unit)])),
  };
}

function act(platform: Platform, name: string, action: string, signal: NodeJS.Signals | undefined): Promise<void> {
  switch (action) {
    case 'hold':
      return platform.hold(name, signal === undefined ? {} : { signal });
    case 'release':
      return platform.release(name);
    case 'restart':
      return platform.restart(name);
    case 'kill':
      return platform.kill(name, signal);
    case 'ready':
      return platform.ready(name);
    default:
      throw new Refused(404, `Expected hold, release, restart, kill or ready; got '${action}'.`);
  }
}

function signalOf(url: URL): NodeJS.Signals | undefined {
  const signal = url.searchParams.get('signal');
  if (signal === null) return undefined;
  if (!SIGNALS.has(signal)) throw new Refused(400, `Expected signal SIGTERM or SIGKILL; got '${signal}'.`);
  return signal as NodeJS.Signals;
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function statusFor(error: unknown): number {
  if (error instanceof Refused) return error.status;
  if (error instanceof PlatformError) return error.code === 'UNKNOWN_SERVICE' ? 404 : 409;
  return 500;
}

const codeOf = (error: unknown): string => (error instanceof PlatformError ? error.code : 'REFUSED');

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
