/** Why the platform could not do what was asked: the message says what to do about it. */
export type PlatformErrorCode =
  | 'PORT_TAKEN'
  | 'ALREADY_RUNNING'
  | 'NOT_RUNNING'
  | 'UNKNOWN_SERVICE'
  | 'NOT_READY'
  | 'UNITS_INVALID'
  | 'UNITS_INCOMPLETE';

/** The one error of the supervisor and its commands. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: PlatformErrorCode;

  constructor(code: PlatformErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
