import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../createMetrics.ts';
import type { SupergraphStatus } from '../supergraph/createSupergraphSource.ts';

export type HealthOptions = {
  readonly status: () => SupergraphStatus;
  /** Whether operations are answered. */
  readonly serving: () => boolean;
  readonly metrics: GatewayMetrics;
};

/**
 * `/healthz` (the process lives), `/readyz` (operations are answered; no subgraph need be up for that, and a file that
 * was refused does not change it, but is told) and `/metrics` (Prometheus).
 */
export function useHealth(app: FastifyInstance, { status, serving, metrics }: HealthOptions): void {
  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const { id, loadedAt, problem } = status();
    const ready = serving();
    return reply.code(ready ? 200 : 503).send({
      status: ready ? 'ready' : 'not ready',
      ...(id === undefined ? {} : { supergraph: { id, loadedAt } }),
      ...(problem === undefined ? {} : { problem }),
    });
  });

  app.get('/metrics', async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
