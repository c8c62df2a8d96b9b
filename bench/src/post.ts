import { type Agent, request } from 'node:http';

/** How long one answer may take; ms. */
const PATIENCE = 30_000;

/** An HTTP answer, unparsed. */
export interface Posted {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * Posts JSON over the agent's connections.
 * @throws Error when there is no answer within 30 s
 */
export function post(
  agent: Agent,
  url: string,
  body: Buffer,
  more: Readonly<Record<string, string>> = {},
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new Error(`${url} did not answer: ${error.message}`, { cause: error }));
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'content-length': body.length,
      ...more,
    };
    const sending = request(url, { method: 'POST', agent, headers, timeout: PATIENCE }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      response.on('error', fail);
    });
    sending.on('timeout', () => sending.destroy(new Error(`nothing within ${PATIENCE} ms`)));
    sending.on('error', fail);
    sending.end(body);
  });
}
