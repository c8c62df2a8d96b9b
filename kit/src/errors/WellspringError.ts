import { catalogue, type ErrorCode } from './catalogue.ts';

/** Facts about a failure that a caller may need: field names, ids, limits. Never secrets. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The one base of coded errors. The message says what was expected, what was got, and where. */
export class WellspringError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;

  /**
   * @param code a code of the catalogue; it becomes `extensions.code` in a GraphQL answer
   * @param message for a developer or an operator; it is shown to clients too, so it holds no secret
   * @param options `details` are added to `extensions`; `cause` is logged, not shown
   */
  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WellspringError';
    this.code = code;
    this.status = catalogue[code].status;
    this.details = options.details ?? {};
  }
}

/** Whether `error` is a {@link WellspringError}, of the given code if one is named. */
export function isWellspringError(error: unknown, code?: ErrorCode): error is WellspringError {
  return error instanceof WellspringError && (code === undefined || error.code === code);
}
