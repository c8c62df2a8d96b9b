import { type Span, SpanKind } from '@opentelemetry/api';
import type { mongo } from 'mongoose';
import { activeTracer, fail, recordingTracer, typeOf } from './tracing.ts';

/**
 * A span for each command to MongoDB that is part of a recorded trace: https://opentelemetry.io/docs/specs/semconv/database/mongodb/, without
 * filters and documents. The client has to be one that monitors its commands.
 */
export function traceCommands(client: mongo.MongoClient): void {
  const tracer = activeTracer();
  if (tracer === undefined) return;
  const running = new Map<number, Span>();
  client.on('commandStarted', ({ requestId, commandName, databaseName, command, address }) => {
    if (recordingTracer() === undefined) return;
    const on: unknown = commandName === 'getMore' ? command.collection : command[commandName];
    const collection = typeof on === 'string' ? on : undefined;
    const [host = address, port] = address.split(/:(?=\d+$)/);
    const attributes = {
      'db.system.name': 'mongodb',
      'db.operation.name': commandName,
      'db.namespace': databaseName,
      ...(collection === undefined ? {} : { 'db.collection.name': collection }),
      'server.address': host,
      ...(port === undefined ? {} : { 'server.port': Number(port) }),
    };
    const name = collection === undefined ? commandName : `${commandName} ${collection}`;
    running.set(requestId, tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }));
  });
  const end = (requestId: number): Span | undefined => {
    const span = running.get(requestId);
    running.delete(requestId);
    return span;
  };
  client.on('commandSucceeded', ({ requestId }) => end(requestId)?.end());
  client.on('commandFailed', ({ requestId, failure }) => {
    const span = end(requestId);
    if (span === undefined) return;
    fail(span, typeOf(failure));
    span.end();
  });
}
