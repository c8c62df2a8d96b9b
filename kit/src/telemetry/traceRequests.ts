import { type Context, context, type Span, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { activeTracer, contextFrom, fail } from './tracing.ts';

const contexts = new WeakMap<FastifyRequest, Context>();

/**
 * A span for each request to one of the routes, the child of its caller's where that is named. While traces are off it adds nothing.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span; the caller's address and what it calls itself are left out.
 */
export function traceRequests(app: FastifyInstance, routes: readonly string[]): void {
  const tracer = activeTracer();
  if (tracer === undefined) return;
  app.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? '';
    if (routes.includes(route)) {
      const parent = contextFrom(request.headers);
      const span = tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER }, parent);
      contexts.set(request, trace.setSpan(parent, span));
      if (span.isRecording()) record(span, request, reply);
    }
    done();
  });
}

function record(span: Span, request: FastifyRequest, reply: FastifyReply): void {
  span.setAttributes({
    'http.request.method': request.method,
    'http.route': request.routeOptions.url,
    'url.path': request.routeOptions.url,
    'url.scheme': request.protocol,
    'network.protocol.version': request.raw.httpVersion,
  });
  // Comes always, also when the client went away.
  reply.raw.once('close', () => {
    const { statusCode, writableFinished } = reply.raw;
    span.setAttribute('http.response.status_code', statusCode);
    if (!writableFinished) fail(span, 'CANCELLED');
    else if (statusCode >= 500) fail(span, String(statusCode));
    span.end();
  });
}

/**
 * Runs a handler's work as part of its request's span. The framework loses the asynchronous context while it reads a body, so this is done
 * by who handles the request.
 */
export function inRequestSpan<T>(request: FastifyRequest, work: () => T): T {
  const of = contexts.get(request);
  return of === undefined ? work() : context.with(of, work);
}
