import { type Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { HostileRequest } from './HostileRequest.ts';

/** What came back. */
export type HostileAnswer = {
  /** 0: the connection was closed without an answer. */
  readonly status: number;
  readonly text: string;
};

/** How long an answer may take; ms. */
const PATIENCE = 20_000;

/**
 * Sends a bad request over a real connection.
 * @throws Error when there is neither an answer nor an end within 20 s
 */
export function sendHostile(origin: string, hostile: HostileRequest, agent?: Agent): Promise<HostileAnswer> {
  return 'raw' in hostile ? sendRaw(origin, hostile.raw) : sendHttp(origin, hostile, agent);
}

function sendHttp(
  origin: string,
  { method, path, headers, body, ...rest }: Exclude<HostileRequest, { raw: Buffer }>,
  agent: Agent | undefined,
): Promise<HostileAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sending = request({
      hostname,
      port,
      method,
      path,
      headers: { ...headers, ...length },
      agent,
      timeout: PATIENCE,
    });
    let answered = false;
    sending.on('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      const done = (): void => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', done).on('error', done);
    });
    sending.on('timeout', () => sending.destroy(new Error(`no answer within ${PATIENCE} ms`)));
    // A server that has answered may close before it has read a body that it does not want.
    sending.on('error', (error: NodeJS.ErrnoException) => {
      if (answered) return;
      const isCut = error.code === 'EPIPE' || error.code === 'ECONNRESET';
      // A kept connection that the server closed because of the request before, or a refusal that was lost as it closed: once more, by itself.
      if (isCut && agent !== undefined) resolve(sendHttp(origin, { ...rest, method, path, headers, body }, undefined));
      else if (isCut) resolve({ status: 0, text: '' });
      else reject(error);
    });
    sending.end(body);
  });
}

/** Half-closes after sending, so that a server that waits for more learns that there is none. */
function sendRaw(origin: string, bytes: Buffer): Promise<HostileAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE);
    const done = (): void => {
      clearTimeout(timer);
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0), text });
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => socket.destroy());
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    socket.end(bytes);
  });
}
