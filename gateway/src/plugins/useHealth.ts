import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { SupergraphStatus } from '../supergraph/createSupergraphSource.ts';

export type HealthOptions = {
  readonly status: () => SupergraphStatus;
  /** Whether operations are answered. */
  readonly serving: () => boolean;
  /** Prometheus' text. */
  readonly readMetrics: () => Promise<string>;
};

/**
 * `/healthz` (the process lives), `/readyz` (operations are answered; no subgraph need be up for that, and a file that
 * was refused does not change it, but is told) and `/metrics` (Prometheus).
 */
export function useHealth(app: FastifyInstance, { status, serving, readMetrics }: HealthOptions): void {
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
    return reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await readMetrics());
  });
}
