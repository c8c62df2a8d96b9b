import { fail, inSpan, type Span, SpanKind, trace } from '@wellspring/kit/telemetry';
import type { SubgraphAnswer } from '../Execution.ts';

/** A fetch as its span tells it. */
export interface TracedFetch {
  readonly subgraph: string;
  readonly url: string;
  readonly isQuery: boolean;
  readonly entities: number;
}

/**
 * A span for a fetch with all its attempts, https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span but for its name:
 * one span stands for several requests, or for none where the answer is that of another operation's fetch.
 */
export function inFetchSpan(
  tracer: Parameters<typeof inSpan>[0],
  { subgraph, url, isQuery, entities }: TracedFetch,
  work: () => Promise<SubgraphAnswer>,
): Promise<SubgraphAnswer> {
  const attributes = {
    'http.request.method': 'POST',
    ...placeOf(url),
    'graphql.operation.type': isQuery ? 'query' : 'mutation',
    'wellspring.subgraph.name': subgraph,
    'wellspring.fetch.entities': entities,
  };
  return inSpan(tracer, `fetch ${subgraph}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const answer = await work();
    if ('unavailable' in answer) fail(span, String(answer.unavailable.extensions.reason ?? 'unavailable'));
    else if (answer.errors.length > 0) span.setAttribute('wellspring.fetch.errors', answer.errors.length);
    return answer;
  });
}

const places = new Map<string, ReturnType<typeof readPlace>>();

function placeOf(url: string): ReturnType<typeof readPlace> {
  let place = places.get(url);
  if (place === undefined) {
    place = readPlace(url);
    places.set(url, place);
  }
  return place;
}

/** Without what an address may hold of a password. */
function readPlace(url: string) {
  const { hostname, port, pathname, protocol } = new URL(url);
  return {
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    'url.full': `${protocol}//${hostname}${port === '' ? '' : `:${port}`}${pathname}`,
  };
}

/** What came of one attempt, on the span of the fetch. */
export function noteAttempt(attributes: Parameters<Span['setAttributes']>[0]): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}
