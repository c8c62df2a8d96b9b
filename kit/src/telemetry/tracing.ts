import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';

let tracer: Tracer | undefined;

/** What makes spans; undefined while traces are off, and then nothing of OpenTelemetry is called. */
export function activeTracer(): Tracer | undefined {
  return tracer;
}

/** The same where the trace is recorded that is worked for here: what is not recorded costs no more than its request's span. */
export function recordingTracer(): Tracer | undefined {
  return tracer !== undefined && trace.getActiveSpan()?.isRecording() === true ? tracer : undefined;
}

/** Turns traces on, or off. */
export function setTracer(of: Tracer | undefined): void {
  tracer = of;
}

/** Runs `work` in a span: what it begins is the span's child. The span says that it failed when `work` throws. */
export async function inSpan<T>(
  of: Tracer,
  name: string,
  options: SpanOptions,
  work: (span: Span) => T | Promise<T>,
  parent: Context = context.active(),
): Promise<T> {
  const span = of.startSpan(name, options, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span);
  } catch (error) {
    fail(span, typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Runs `work` in a span of the trace that is recorded here; where none is, without. */
export async function traced<T>(name: string, options: SpanOptions, work: () => T | Promise<T>): Promise<T> {
  const recording = recordingTracer();
  return recording === undefined ? work() : inSpan(recording, name, options, work);
}

/**
 * What went wrong, by its code: messages may hold personal data.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
export function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** The code of an error, else its class. */
export function typeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? typeof error);
}

/** The caller's span, out of headers as they came; ROOT_CONTEXT where they name none. */
export function contextFrom(headers: Readonly<Record<string, unknown>>): Context {
  return typeof headers.traceparent === 'string' ? propagation.extract(ROOT_CONTEXT, headers) : ROOT_CONTEXT;
}

/** Names the active span in headers that go out. */
export function withTraceparent(headers: Record<string, string>): Record<string, string> {
  if (tracer !== undefined) propagation.inject(context.active(), headers);
  return headers;
}

/** The active span as a W3C traceparent; undefined where there is none, or traces are off. */
export function activeTraceparent(): string | undefined {
  return tracer === undefined ? undefined : traceparentOf(trace.getActiveSpan());
}

/** The same where the trace is recorded: what is kept for it is worth its place. */
export function recordedTraceparent(): string | undefined {
  if (tracer === undefined) return undefined;
  const span = trace.getActiveSpan();
  return span?.isRecording() === true ? traceparentOf(span) : undefined;
}

/** What lines of a log are found by: https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/ */
export function activeTraceIds(): { trace_id: string; span_id: string } | undefined {
  if (tracer === undefined) return undefined;
  const found = trace.getActiveSpan()?.spanContext();
  return found === undefined ? undefined : { trace_id: found.traceId, span_id: found.spanId };
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
function traceparentOf(span: Span | undefined): string | undefined {
  if (span === undefined) return undefined;
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED) === 0 ? '00' : '01'}`;
}

/** Runs `work` as part of a span that somebody else ends; undefined: as it is. */
export function within<T>(span: Span | undefined, work: () => T): T {
  return span === undefined ? work() : context.with(trace.setSpan(context.active(), span), work);
}
