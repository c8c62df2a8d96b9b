import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Error as MongooseError, mongo } from 'mongoose';
import type { Logger } from 'pino';
import { isWellspringError, WellspringError } from '../errors/WellspringError.ts';
import { currentScope } from '../unit/requestScope.ts';

/** What a server answers while it shuts down or is no primary: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const AWAY_CODES: ReadonlySet<unknown> = new Set([91, 189, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436]);
const SOCKET_CODES: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED']);
const AWAY_LABELS = ['RetryableWriteError', 'TransientTransactionError', 'ResetPool'];

/** The database is away, as the driver tells it: by class, code and label, never by text. */
function isDatabaseAway(error: unknown): boolean {
  if (error instanceof MongooseError.MongooseServerSelectionError) return true;
  // A write to a socket that the server has just closed comes through the driver bare.
  if (!(error instanceof mongo.MongoError)) return SOCKET_CODES.has((error as { code?: unknown } | null)?.code);
  return (
    error instanceof mongo.MongoSystemError || // server selection among them
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoRuntimeError || // the driver's own state: closed pools and topologies, ended sessions
    error instanceof mongo.MongoNotConnectedError ||
    error instanceof mongo.MongoTopologyClosedError ||
    AWAY_CODES.has(error.code) ||
    AWAY_LABELS.some((label) => error.hasErrorLabel(label))
  );
}

/** A thrown error as a coded one; null when it is unknown. */
export function toCoded(error: unknown): WellspringError | null {
  if (isWellspringError(error)) return error;
  // A bulk write is the driver's error, whoever refused one of its operations.
  if (error instanceof mongo.MongoBulkWriteError && isWellspringError(error.cause)) return error.cause;
  if (isDatabaseAway(error))
    return new WellspringError('DATABASE_UNAVAILABLE', "The unit's database does not answer.", { cause: error });
  return null;
}

/** The one place where errors become GraphQL's: coded ones keep their code and facts, unknown ones are logged and masked. */
export function formatError(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const requestId = currentScope()?.requestId;
  const log = requestId === undefined ? logger : logger.child({ requestId });
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
