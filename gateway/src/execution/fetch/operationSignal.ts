import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { UnavailableReason } from '../../errors/GatewayErrorCode.ts';

/** Operations of a batch end together. */
const signals = new WeakMap<ServerResponse, AbortSignal>();

/**
 * Aborts when an operation has nobody left who waits for it (reason `CANCELLED`), or no time (`DEADLINE`).
 * @param timeout for the whole operation; ms
 * @param log of the request
 */
export function operationSignal({ raw }: Pick<FastifyReply, 'raw'>, timeout: number, log: Logger): AbortSignal {
  const known = signals.get(raw);
  if (known !== undefined) return known;
  const controller = new AbortController();
  const abort = (reason: UnavailableReason): void => controller.abort(reason);
  const timer = setTimeout(abort, timeout, 'DEADLINE');
  const close = (): void => {
    clearTimeout(timer);
    if (raw.writableFinished) return;
    log.info('client went away');
    abort('CANCELLED');
  };
  if (raw.destroyed) close();
  else raw.once('close', close);
  signals.set(raw, controller.signal);
  return controller.signal;
}
