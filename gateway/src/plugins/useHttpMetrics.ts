import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../createMetrics.ts';

/** Counts answers by their route and HTTP status, and the codes of those refused before there was an operation. */
export function useHttpMetrics(app: FastifyInstance, metrics: GatewayMetrics): void {
  app.addHook('onResponse', async (request, reply) => {
    metrics.requests.inc({ route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) });
  });
  // What @apollo/server answers is text already, and is counted where operations are.
  app.addHook('preSerialization', async (_request, _reply, payload: unknown) => {
    const { errors } = (payload ?? {}) as { errors?: readonly { readonly extensions?: { readonly code?: unknown } }[] };
    if (Array.isArray(errors)) for (const { extensions } of errors) metrics.countError(extensions?.code);
    return payload;
  });
}
