/** Why an embedded server could not be had: `MISSING` (no program found), `FAILED` (it ended or never answered), `EXTERNAL` (it is not ours to control). */
export type EmbeddedServerErrorCode = 'EMBEDDED_SERVER_MISSING' | 'EMBEDDED_SERVER_FAILED' | 'EMBEDDED_SERVER_EXTERNAL';

/** The one error that `startMongo` and `startNats` throw. The message says what was tried and what to do. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';
  readonly code: EmbeddedServerErrorCode;

  constructor(code: EmbeddedServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
