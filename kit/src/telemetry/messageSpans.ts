import { type Attributes, type Context, context, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import { activeTraceparent, activeTracer, contextFrom, fail, inSpan, recordingTracer, typeOf } from './tracing.ts';

/**
 * Spans of messages: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/. A destination is named by its subject without the
 * entity's token, which may name a person. There are none but in a trace that is recorded: what a message says of it is the parent.
 */
function attributesOf(destination: string, operation: 'publish' | 'request' | 'process', more: Attributes): Attributes {
  return {
    'messaging.system': 'nats',
    'messaging.destination.name': destination,
    'messaging.operation.name': operation,
    'messaging.operation.type': operation === 'process' ? 'process' : 'send',
    ...more,
  };
}

/** The context of a recorded trace that a message or a document names. */
function recorded(traceparent: string | undefined): Context | undefined {
  if (traceparent === undefined || !traceparent.endsWith('1')) return undefined;
  const parent = contextFrom({ traceparent });
  return parent === ROOT_CONTEXT ? undefined : parent;
}

/**
 * Publishes in a span.
 * @param traceparent of the write
 * @param publish gets what the message is to carry: the span, or the write where there is none
 */
export function inPublishSpan<T>(
  destination: string,
  traceparent: string | undefined,
  publish: (traceparent: string | undefined) => Promise<T>,
): Promise<T> {
  const tracer = activeTracer();
  const parent = tracer === undefined ? undefined : recorded(traceparent);
  if (tracer === undefined || parent === undefined) return publish(traceparent);
  const options = { kind: SpanKind.PRODUCER, attributes: attributesOf(destination, 'publish', {}) };
  return inSpan(tracer, `publish ${destination}`, options, () => publish(activeTraceparent()), parent);
}

/**
 * Asks for something and waits for the answer, in a span of the trace that is recorded here.
 * @param ask gets what the request is to carry
 */
export function inAskSpan<T>(subject: string, ask: (traceparent: string | undefined) => Promise<T>): Promise<T> {
  const tracer = recordingTracer();
  if (tracer === undefined) return ask(undefined);
  const options = { kind: SpanKind.CLIENT, attributes: attributesOf(subject, 'request', {}) };
  return inSpan(tracer, `request ${subject}`, options, () => ask(activeTraceparent()));
}

/** Handles a message in a span, the child of its publication. */
export function inProcessSpan<T>(
  destination: string,
  traceparent: string | undefined,
  handle: () => Promise<T>,
): Promise<T> {
  const tracer = activeTracer();
  const parent = tracer === undefined ? undefined : recorded(traceparent);
  if (tracer === undefined || parent === undefined) return handle();
  const options = { kind: SpanKind.CONSUMER, attributes: attributesOf(destination, 'process', {}) };
  return inSpan(tracer, `process ${destination}`, options, handle, parent);
}

/**
 * Handles messages together: each that is part of a recorded trace has a span, the child of its publication, as long as all of them take.
 * @param traceparents what each message carries
 */
export async function inBatchSpans(
  destination: string,
  traceparents: () => readonly (string | undefined)[],
  handle: () => Promise<void>,
): Promise<void> {
  const tracer = activeTracer();
  if (tracer === undefined) return handle();
  const all = traceparents();
  const attributes = attributesOf(destination, 'process', { 'messaging.batch.message_count': all.length });
  const spans: Span[] = all.flatMap((traceparent) => {
    const parent = recorded(traceparent);
    if (parent === undefined) return [];
    return tracer.startSpan(`process ${destination}`, { kind: SpanKind.CONSUMER, attributes }, parent);
  });
  const [first] = spans;
  try {
    // Commands to the database are shown once: in the first one's trace.
    await (first === undefined ? handle() : context.with(trace.setSpan(ROOT_CONTEXT, first), handle));
  } catch (error) {
    for (const span of spans) fail(span, typeOf(error));
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}
