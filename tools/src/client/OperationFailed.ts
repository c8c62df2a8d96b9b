/** Why an operation has no answer: the endpoint gave none, or the answer holds an error. */
export class OperationFailed extends Error {
  /** `extensions.code` of the first error; `UNREACHABLE` when the endpoint did not answer with GraphQL. */
  readonly code: string;
  /** The endpoint that was asked. */
  readonly url: string;

  constructor(code: string, message: string, url: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OperationFailed';
    this.code = code;
    this.url = url;
  }
}

/** Whether `error` is an {@link OperationFailed} with one of the codes; with any, if none is named. */
export function isOperationFailed(error: unknown, ...codes: readonly string[]): error is OperationFailed {
  return error instanceof OperationFailed && (codes.length === 0 || codes.includes(error.code));
}
