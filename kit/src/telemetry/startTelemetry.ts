import { setTimeout as pause } from 'node:timers/promises';
import { context, DiagLogLevel, diag, propagation, trace } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { TelemetryConfig } from './TelemetryConfig.ts';
import { setTracer } from './tracing.ts';

/** Traces that are on, or off. */
export interface Telemetry {
  /** Sends what waits, for at most 2 s, and turns them off. */
  stop(): Promise<void>;
}

export interface TelemetryOptions {
  /** The service's name, where the configuration says none. */
  readonly service: string;
  /** Which process of it. Default: a new id. */
  readonly instance?: string | undefined;
  readonly log: Logger;
}

const FLUSH_PATIENCE = 2_000; // ms
/** A collector that is away is told of once in so long. */
const TOLD_EVERY = 60_000; // ms
const LONGEST_ATTRIBUTE = 256;

/**
 * Turns traces on for this process: spans are sampled, gathered and sent to the collector beside the work, never waited for. Without a
 * configuration it does nothing, and the SDK is not even loaded.
 */
export async function startTelemetry(
  config: TelemetryConfig | undefined,
  { service, instance = uuid(), log }: TelemetryOptions,
): Promise<Telemetry> {
  if (config === undefined) return { stop: async () => undefined };
  const [{ AsyncLocalStorageContextManager }, { W3CTraceContextPropagator }, sdk, { OTLPTraceExporter }, resources] =
    await Promise.all([
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  tellOfTrouble(config.url, log);
  const { followsParent, ratio } = config.sampler;
  const ofRoots = new sdk.TraceIdRatioBasedSampler(ratio);
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({
      'service.namespace': 'wellspring',
      'service.instance.id': instance,
      ...config.attributes,
      'service.name': config.serviceName ?? config.attributes['service.name'] ?? service,
    }),
    sampler: followsParent ? new sdk.ParentBasedSampler({ root: ofRoots }) : ofRoots,
    spanLimits: { attributeValueLengthLimit: LONGEST_ATTRIBUTE },
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new OTLPTraceExporter({
          url: config.url,
          headers: { ...config.headers },
          timeoutMillis: config.timeout,
        }),
        scheduledDelayMillis: config.delay,
        maxQueueSize: config.queue,
        maxExportBatchSize: Math.min(config.batch, config.queue),
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  setTracer(provider.getTracer('wellspring'));
  log.info({ url: config.url, ratio, followsParent }, 'traces are on');
  return {
    stop: async () => {
      setTracer(undefined);
      const late = pause(FLUSH_PATIENCE, undefined, { ref: false });
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      trace.disable();
      propagation.disable();
      context.disable();
      diag.disable();
    },
  };
}

/** Spans that are lost harm nobody, so this is no error; but it is told. */
function tellOfTrouble(url: string, log: Logger): void {
  let told = Number.NEGATIVE_INFINITY;
  const tell = (reason: string): void => {
    if (performance.now() - told < TOLD_EVERY) return;
    told = performance.now();
    log.warn({ url, reason: reason.slice(0, 500) }, 'spans are lost: the collector does not take them');
  };
  const ignore = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore },
    {
      logLevel: DiagLogLevel.WARN,
      suppressOverrideMessage: true,
    },
  );
}
