import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { toErrorBody } from '../errors/toErrorBody.ts';
import { RateLimited } from './useRateLimit.ts';

type RequestError = { readonly statusCode?: number; readonly code?: string; readonly message: string };

/** Answers, in GraphQL's form, what fails before there is an operation; faults of ours are logged whole and masked. */
export function useRequestErrors(app: FastifyInstance, log: Logger, requestBytes: number): void {
  app.addHook('onRequest', async ({ headers: { host = '' } }, reply) => {
    if (host !== '' && URL.canParse(`http://${host}`)) return;
    return reply.code(400).send(toErrorBody('BAD_REQUEST', 'The header `host` must name a host; it names none.'));
  });
  // Node closes without a word where nobody listens.
  app.server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  app.setErrorHandler((error: RequestError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (error instanceof RateLimited)
      return reply.code(status).send(toErrorBody(error.code, error.message, error.details));
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      const length = Number(request.headers['content-length']);
      const asked = length > requestBytes ? length : requestBytes + 1;
      const message = `Bytes of the request's body: ${requestBytes} are allowed, there are more.`;
      return reply.code(413).send(toErrorBody('REQUEST_TOO_LARGE', message, { limit: requestBytes, asked }));
    }
    if (status < 500) return reply.code(status).send(toErrorBody('BAD_REQUEST', error.message));
    log.error({ err: error, requestId: request.id }, 'unknown error');
    const message = `Something went wrong that is not of your making. Report it with the request id ${request.id}.`;
    return reply.code(500).send(toErrorBody('INTERNAL_SERVER_ERROR', message));
  });
}
