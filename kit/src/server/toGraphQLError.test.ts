import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Error as MongooseError, mongo } from 'mongoose';
import { pino } from 'pino';
import { WellspringError } from '../errors/WellspringError.ts';
import { runInScope } from '../unit/requestScope.ts';
import { formatError, toCoded } from './toGraphQLError.ts';

const serverError = (code: number) => new mongo.MongoServerError({ message: 'refused', code, ok: 0 });
const labelled = (label: string) => {
  const error = new mongo.MongoError('refused');
  error.addErrorLabel(label);
  return error;
};

/** An error as it is answered, and what was logged of it. */
function format(thrown: Error, requestId?: string) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info', base: null }, { write: (line) => void lines.push(JSON.parse(line)) });
  const wrapped =
    thrown instanceof GraphQLError
      ? thrown
      : new GraphQLError(thrown.message, { originalError: thrown, path: ['note'] });
  const work = () =>
    formatError(
      { ...wrapped.toJSON(), extensions: { code: 'INTERNAL_SERVER_ERROR', ...wrapped.extensions } },
      wrapped,
      log,
    );
  const answered =
    requestId === undefined ? work() : runInScope({ requestId, traceparent: 'none', sealed: false }, work);
  return { answered, lines };
}

describe('a database that is away is DATABASE_UNAVAILABLE', () => {
  test.each([
    ['a network error', new mongo.MongoNetworkError('gone')],
    ['no server to be found', new mongo.MongoServerSelectionError('none', {} as mongo.TopologyDescription)],
    ['no server, as mongoose says it', new MongooseError.MongooseServerSelectionError('none')],
    ['a closed connection', new mongo.MongoNotConnectedError('closed')],
    ['a closed topology', new mongo.MongoTopologyClosedError('closed')],
    ['a shutdown', serverError(11_600)],
    ['a server that is no primary any more', serverError(10_107)],
    ['what the server says may be tried again', labelled('RetryableWriteError')],
  ])('%s', (_what, error) => {
    expect(toCoded(error)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', cause: error });
  });

  test.each([
    ['a duplicate key', serverError(11_000)],
    ['a refused document', serverError(121)],
    ['a wrong use of the driver', new mongo.MongoInvalidArgumentError('wrong')],
    ['a text that only says so', new Error('MongoNetworkError: connection closed')],
  ])('%s is not', (_what, error) => {
    expect(toCoded(error)).toBeNull();
  });
});

describe('an answer', () => {
  test("has a coded error's code, message and facts, and not its cause", () => {
    const cause = new Error('E11000 duplicate key { email: "ada@example.org" }');
    const { answered, lines } = format(new WellspringError('SKU_TAKEN', 'Taken.', { details: { sku: 'X' }, cause }));
    expect(answered).toEqual({ message: 'Taken.', path: ['note'], extensions: { code: 'SKU_TAKEN', sku: 'X' } });
    expect(lines).toEqual([]);
  });

  test("masks what it does not know and logs it under the request id; the platform's own failures are logged too", () => {
    const unknown = format(new TypeError('secret of the database'), 'r1');
    expect(JSON.stringify(unknown.answered)).not.toContain('secret');
    expect(unknown.answered.extensions).toEqual({ code: 'INTERNAL' });
    expect(unknown.lines).toMatchObject([{ level: 50, requestId: 'r1', err: { message: 'secret of the database' } }]);
    const own = format(new WellspringError('VIEW_NOT_PURE', 'It may not.'), 'r2');
    expect(own.lines).toMatchObject([{ level: 40, requestId: 'r2', err: { message: 'It may not.' } }]);
  });

  test("keeps GraphQL's own codes, without a stack", () => {
    const error = new GraphQLError('Not a variable', { extensions: { code: 'BAD_USER_INPUT', stacktrace: ['at …'] } });
    expect(format(error).answered).toEqual({ message: 'Not a variable', extensions: { code: 'BAD_USER_INPUT' } });
    expect(format(new GraphQLError('uncoded')).answered.extensions).toEqual({ code: 'INTERNAL' });
  });
});
