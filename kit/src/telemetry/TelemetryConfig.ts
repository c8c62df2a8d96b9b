/** Where spans go, and how many of them. `loadTelemetry` makes one of the standard variables. */
export interface TelemetryConfig {
  /** OTLP over HTTP, for traces: `http://collector:4318/v1/traces` */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long one delivery may take, repetitions included; ms. */
  readonly timeout: number;
  /** undefined: the unit's name, or `gateway`. */
  readonly serviceName: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sampler: Sampling;
  /** Spans wait so long for others before they are sent; ms. */
  readonly delay: number;
  /** Spans that wait at most: what comes then is dropped. */
  readonly queue: number;
  /** Spans of one delivery. */
  readonly batch: number;
}

/** Which traces are recorded. */
export interface Sampling {
  /** Whether who asks decides, where they say. */
  readonly followsParent: boolean;
  /** Share of the other traces, 0 to 1. */
  readonly ratio: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const SAMPLERS = ['always_on', 'always_off', 'traceidratio'];

/**
 * Reads the variables that OpenTelemetry specifies. Pure.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and, for OTLP, /docs/specs/otel/protocol/exporter/
 * @returns undefined where no endpoint is set, or traces are turned off: then nothing is recorded
 */
export function loadTelemetry(env: Environment, fault: (text: string) => void): TelemetryConfig | undefined {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  /** Of traces alone, or of all signals. */
  const otlp = (name: string) =>
    given(`OTEL_EXPORTER_OTLP_TRACES_${name}`) ?? given(`OTEL_EXPORTER_OTLP_${name}`) ?? undefined;
  const url = urlOf(given('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'), given('OTEL_EXPORTER_OTLP_ENDPOINT'));
  if (url === undefined) return undefined;
  if (given('OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || given('OTEL_TRACES_EXPORTER') === 'none')
    return undefined;
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url))
    fault(`OTEL_EXPORTER_OTLP_ENDPOINT: expected http://host:port, got "${url}"`);
  const protocol = otlp('PROTOCOL') ?? 'http/json';
  if (protocol !== 'http/json')
    fault(
      `OTEL_EXPORTER_OTLP_PROTOCOL: expected http/json, which every collector takes on its HTTP port, got "${protocol}"`,
    );
  const wholeNumber = (name: string, fallback: number): number => {
    const text = given(name);
    if (text === undefined) return fallback;
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    fault(`${name}: expected a whole number from 1, got "${text}"`);
    return fallback;
  };
  const pairs = (name: string, text: string | undefined): Record<string, string> => {
    const all: Record<string, string> = {};
    for (const pair of text?.split(',') ?? []) {
      const [key = '', value] = pair.trim().split(/=(.*)/s);
      if (key !== '' && value !== undefined) all[key.trim()] = decoded(value.trim());
      else if (pair.trim() !== '') fault(`${name}: expected key=value, with commas between`); // headers are secrets
    }
    return all;
  };
  return {
    url,
    headers: pairs('OTEL_EXPORTER_OTLP_HEADERS', otlp('HEADERS')),
    timeout: wholeNumber('OTEL_EXPORTER_OTLP_TIMEOUT', 10_000), // ms
    serviceName: given('OTEL_SERVICE_NAME'),
    attributes: pairs('OTEL_RESOURCE_ATTRIBUTES', given('OTEL_RESOURCE_ATTRIBUTES')),
    sampler: samplingOf(given('OTEL_TRACES_SAMPLER'), given('OTEL_TRACES_SAMPLER_ARG'), fault),
    delay: wholeNumber('OTEL_BSP_SCHEDULE_DELAY', 5_000), // ms
    queue: wholeNumber('OTEL_BSP_MAX_QUEUE_SIZE', 2_048),
    batch: wholeNumber('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512),
  };
}

function urlOf(ofTraces: string | undefined, ofAll: string | undefined): string | undefined {
  if (ofTraces !== undefined) return ofTraces;
  return ofAll === undefined ? undefined : `${ofAll.replace(/\/+$/, '')}/v1/traces`;
}

function samplingOf(
  name = 'parentbased_always_on',
  share: string | undefined,
  fault: (text: string) => void,
): Sampling {
  const followsParent = name.startsWith('parentbased_');
  const sampler = name.replace('parentbased_', '');
  if (!SAMPLERS.includes(sampler))
    fault(
      `OTEL_TRACES_SAMPLER: expected one of ${SAMPLERS.join(', ')}, or one of them after parentbased_; got "${name}"`,
    );
  if (sampler !== 'traceidratio') return { followsParent, ratio: sampler === 'always_off' ? 0 : 1 };
  const ratio = Number(share ?? 1);
  if (!(ratio >= 0 && ratio <= 1)) fault(`OTEL_TRACES_SAMPLER_ARG: expected a share from 0 to 1, got "${share}"`);
  return { followsParent, ratio };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
