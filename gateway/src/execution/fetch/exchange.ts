import type { Dispatcher } from 'undici';

/** What came back over a connection. */
export interface Exchanged {
  readonly status: number;
  readonly text: string;
}

/** Nothing of a request left this process. */
export class NotSent extends Error {
  override readonly name = 'NotSent';

  constructor(cause: Error) {
    super(cause.message || String((cause as NodeJS.ErrnoException).code ?? cause.name), { cause });
  }
}

export interface ExchangeOptions {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Whether others may follow before it is answered, where the pool lets them. What must not be sent twice takes a pool that lets none. */
  readonly pipelined: boolean;
  readonly signal: AbortSignal;
}

/**
 * Posts a body and reads the answer whole. By undici's dispatch and not by its `request`, which makes a stream of every answer: half of what
 * a small fetch costs (docs/performance.md).
 * @throws NotSent when there was no connection to send it over
 * @throws Error what undici says, or the signal's reason
 */
export function exchange(
  pool: Dispatcher,
  { path, headers, body, pipelined, signal }: ExchangeOptions,
): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let first: Buffer | undefined;
    let more: Buffer[] | undefined;
    const abort = (): void => {
      controller?.abort(signal.reason as Error);
      reject(signal.reason);
    };
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    pool.dispatch(
      { path, method: 'POST', headers, body, idempotent: pipelined, blocking: !pipelined },
      {
        onRequestStart(started) {
          controller = started;
          // Comes again for a query that is sent anew, as its connection was given up for another's sake: what came before is void.
          first = undefined;
          more = undefined;
          if (signal.aborted) started.abort(signal.reason as Error);
        },
        onResponseStart(_controller, code) {
          status = code;
        },
        onResponseData(_controller, chunk) {
          if (first === undefined) first = chunk;
          else if (more === undefined) more = [first, chunk];
          else more.push(chunk);
        },
        onResponseEnd() {
          signal.removeEventListener('abort', abort);
          resolve({ status, text: textOf(more === undefined ? first : Buffer.concat(more)) });
        },
        onResponseError(_controller, error) {
          signal.removeEventListener('abort', abort);
          reject(controller === undefined ? new NotSent(error) : error);
        },
      },
    );
  });
}

const BYTE_ORDER_MARK = 0xfeff;

function textOf(bytes: Buffer | undefined): string {
  const text = bytes?.toString('utf8') ?? '';
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}
