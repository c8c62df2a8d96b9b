import { AggregatorRegistry, type Registry } from 'prom-client';
import { isMetricsAnswer, type MetricsAnswer, type MetricsRequest } from './WorkerMessage.ts';

/** In a worker: makes its metrics part of the whole, and returns what reads the whole from the supervising process. */
export function metricsOfAllWorkers(own: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(own);
  new AggregatorRegistry(); // from now on it answers the supervisor
  const waiting = new Map<number, (answer: MetricsAnswer) => void>();
  let last = 0;
  process.on('message', (message: unknown) => {
    if (!isMetricsAnswer(message)) return;
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  return async () => {
    last += 1;
    const id = last;
    const answer = await new Promise<MetricsAnswer>((resolve) => {
      waiting.set(id, resolve);
      process.send?.({ kind: 'wellspring:metrics?', id } satisfies MetricsRequest);
    });
    if ('failed' in answer) throw new Error(`The workers' metrics could not be gathered: ${answer.failed}`);
    return answer.text;
  };
}
