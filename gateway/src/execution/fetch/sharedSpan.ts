import { recordingTracer, type SpanContext, trace } from '@wellspring/kit/telemetry';

/** The span in which work began that others wait for too. */
const leaders = new WeakMap<object, SpanContext>();

/** Work begins that others may come to wait for. */
export function leadWork(flight: object): void {
  if (recordingTracer() === undefined) return;
  const span = trace.getActiveSpan();
  if (span !== undefined) leaders.set(flight, span.spanContext());
}

/** The active span waits for work that is under way for another operation, and says in which span of whose trace. */
export function joinWork(flight: object): void {
  if (recordingTracer() === undefined) return;
  const leader = leaders.get(flight);
  if (leader !== undefined) trace.getActiveSpan()?.setAttribute('wellspring.shared', true).addLink({ context: leader });
}
