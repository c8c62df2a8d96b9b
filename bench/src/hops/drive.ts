import { Agent, request } from 'node:http';
import { answerPrefix, assertAnswer, WrongAnswer } from './assertAnswer.ts';

export interface Drive {
  /** A GraphQL endpoint. */
  readonly url: string;
  /** Sent one after another, again and again. */
  readonly requests: readonly {
    readonly query: string;
    /** The data that every answer must have, as JSON. */
    readonly expected: string;
  }[];
  /** How many requests are under way at any time. */
  readonly concurrency: number;
  /** How long new requests are sent. */
  readonly seconds: number;
  /** Ends it early: rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What one drive measured. */
export interface Driven {
  /** Of each request, from sending it to the last byte of its answer; ms, in the order in which they ended. */
  readonly latencies: readonly number[];
  /** From the first request to the last answer. */
  readonly seconds: number;
}

/** How long one answer may take; ms. */
const PATIENCE = 30_000;

/**
 * Sends queries again and again over kept-alive connections, a constant number at a time, and checks every answer.
 * @throws WrongAnswer for the first answer that is not right, or does not come
 */
export async function drive({ url, requests, concurrency, seconds, signal }: Drive): Promise<Driven> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency, scheduling: 'fifo' });
  const prepared = requests.map(({ query, expected }) => ({
    body: Buffer.from(JSON.stringify({ query })),
    prefix: answerPrefix(expected),
  }));
  let next = 0;
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  let broken = false;
  const lane = async (): Promise<void> => {
    do {
      const { body, prefix } = prepared[next % prepared.length] as (typeof prepared)[number];
      next += 1;
      const sent = performance.now();
      const answer = await post(agent, url, body);
      assertAnswer(answer.status, answer.body, prefix);
      latencies.push(performance.now() - sent);
    } while (performance.now() < end && !broken && signal?.aborted !== true);
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, lane));
  } finally {
    broken = true;
    agent.destroy();
  }
  signal?.throwIfAborted();
  return { latencies, seconds: (performance.now() - start) / 1_000 };
}

function post(agent: Agent, url: string, body: Buffer): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new WrongAnswer(`${url} did not answer: ${error.message}`));
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'content-length': body.length,
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
