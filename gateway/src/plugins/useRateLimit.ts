import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export type RateLimit = {
  /** Requests of one client in a window; 0: no limit. */
  readonly requests: number;
  /** ms. */
  readonly window: number;
};

/** A client asked too often. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly code = 'RATE_LIMITED';
  readonly statusCode = 429;
  readonly details: { readonly limit: number; readonly retryAfterMs: number };

  constructor(message: string, details: RateLimited['details']) {
    super(message);
    this.details = details;
  }
}

/** Clients that are told apart at a time: the one that was not heard of for longest is forgotten. */
const CLIENTS = 10_000;

/** Limits how often one client asks: the member of a verified token, else the address. */
export async function useRateLimit(
  app: FastifyInstance,
  { requests, window }: RateLimit,
  actorOf: (request: FastifyRequest) => string | undefined,
): Promise<void> {
  if (requests === 0) return;
  await app.register(rateLimit, {
    max: requests,
    timeWindow: window,
    cache: CLIENTS,
    keyGenerator: (request) => actorOf(request) ?? request.ip,
    errorResponseBuilder: (_request, { max: limit, ttl: retryAfterMs }) =>
      new RateLimited(
        `Requests of one client within ${window} ms: ${limit} are allowed. Try again in ${retryAfterMs} ms.`,
        { limit, retryAfterMs },
      ),
  });
}
