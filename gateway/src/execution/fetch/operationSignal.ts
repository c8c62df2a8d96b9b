import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { UnavailableReason } from '../../errors/GatewayErrorCode.ts';

/**
 * Aborts when an operation has nobody left who waits for it (reason `CANCELLED`), or no time (`DEADLINE`).
 * @param timeout for the whole operation; ms
 * @param log of the request
 */
export function operationSignal({ raw }: Pick<FastifyReply, 'raw'>, timeout: number, log: Logger): AbortSignal {
  const controller = new AbortController();
  const abort = (reason: UnavailableReason): void => controller.abort(reason);
  const timer = setTimeout(abort, timeout, 'DEADLINE');
  raw.once('close', () => {
    clearTimeout(timer);
    if (raw.writableFinished) return;
    log.info('client went away');
    abort('CANCELLED');
  });
  return controller.signal;
}
