import { Agent } from 'node:http';
import { post } from '../post.ts';
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
      const answer = await post(agent, url, body).catch((error: Error) => {
        throw new WrongAnswer(error.message);
      });
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
