export { type Span, type SpanContext, SpanKind, trace } from '@opentelemetry/api';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './startTelemetry.ts';
export { loadTelemetry, type Sampling, type TelemetryConfig } from './TelemetryConfig.ts';
export { inRequestSpan, traceRequests } from './traceRequests.ts';
export {
  activeTraceIds,
  activeTraceparent,
  activeTracer,
  fail,
  inSpan,
  recordingTracer,
  traced,
  within,
  withTraceparent,
} from './tracing.ts';
