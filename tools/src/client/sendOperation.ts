import { OperationFailed } from './OperationFailed.ts';

export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Who asks, in development: `<memberId>` or `staff:<name>`. Nobody by default. */
  readonly actor?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** After how long the endpoint counts as not answering. Default 10_000 ms. */
  readonly timeoutMs?: number;
}

export interface GraphQLErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A GraphQL answer, whole: partial data and errors stand beside each other. */
export interface Answer<Data> {
  readonly data: Data | null;
  readonly errors: readonly GraphQLErrorEntry[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/**
 * Sends one operation and answers whatever came back, errors and all. `Data` is what the query selects.
 * @throws OperationFailed `UNREACHABLE` when nothing came back, too late, or not GraphQL
 */
export async function sendOperation<Data>(url: string, operation: Operation): Promise<Answer<Data>> {
  const { query, variables = {}, actor, headers = {}, timeoutMs = 10_000 } = operation;
  let status = 0;
  let body: unknown;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(actor === undefined ? {} : { 'x-wellspring-actor': actor }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    body = await response.json();
  } catch (error) {
    throw new OperationFailed(
      'UNREACHABLE',
      `${url} did not answer with GraphQL: ${reason(error, status, timeoutMs)}.`,
      url,
      error,
    );
  }
  if (typeof body !== 'object' || body === null || !('data' in body || 'errors' in body)) {
    throw new OperationFailed('UNREACHABLE', `${url} answered HTTP ${status}, but neither data nor errors.`, url);
  }
  const { data, errors, extensions } = body as Partial<Answer<Data>>;
  return { data: data ?? null, errors: errors ?? [], extensions: extensions ?? {} };
}

/**
 * Sends one operation of which every error is a failure, and answers its data.
 * @throws OperationFailed with the code and the message of the first error
 */
export async function requireData<Data>(url: string, operation: Operation): Promise<Data> {
  const { data, errors } = await sendOperation<Data>(url, operation);
  const [error] = errors;
  if (error !== undefined) {
    const code = error.extensions?.code;
    throw new OperationFailed(typeof code === 'string' ? code : 'INTERNAL', error.message, url);
  }
  if (data === null) throw new OperationFailed('UNREACHABLE', `${url} answered neither data nor an error.`, url);
  return data;
}

function reason(error: unknown, status: number, timeoutMs: number): string {
  if (status !== 0) return `HTTP ${status} with something else than JSON`;
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return name === 'TimeoutError' ? `nothing within ${timeoutMs} ms` : (cause?.code ?? String(error));
}
