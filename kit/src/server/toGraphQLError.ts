import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Error as MongooseError, mongo } from 'mongoose';
import type { Logger } from 'pino';
import { isWellspringError, WellspringError } from '../errors/WellspringError.ts';

/** The database is away, as the driver tells it: by class, never by text. */
function isDatabaseAway(error: unknown): boolean {
  return (
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoNotConnectedError ||
    error instanceof mongo.MongoTopologyClosedError ||
    error instanceof MongooseError.MongooseServerSelectionError
  );
}

/** A thrown error as a coded one; null when it is unknown. */
export function toCoded(error: unknown): WellspringError | null {
  if (isWellspringError(error)) return error;
  if (isDatabaseAway(error))
    return new WellspringError('DATABASE_UNAVAILABLE', "The unit's database does not answer.", { cause: error });
  return null;
}

/** The one place where errors become GraphQL's: coded ones keep their code and facts, unknown ones are logged and masked. */
export function formatError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  const coded = toCoded(original);
  if (coded !== null) {
    if (coded.status >= 500) log.warn({ err: original, path: formatted.path }, 'a field failed');
    return { ...formatted, message: coded.message, extensions: { code: coded.code, ...coded.details } };
  }
  const code = formatted.extensions?.code;
  // GraphQL's own: parse, validation and variable errors, and what a resolver threw as a GraphQLError with a code.
  if (original instanceof GraphQLError && code !== undefined && code !== 'INTERNAL_SERVER_ERROR') {
    const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, extensions };
  }
  log.error({ err: original, path: formatted.path }, 'an unexpected failure');
  return {
    ...formatted,
    message: 'An unexpected failure; the log has it under the request id.',
    extensions: { code: 'INTERNAL' },
  };
}
