import { Agent } from 'node:http';
import { answerPrefix, assertAnswer, WrongAnswer } from '../src/hops/assertAnswer.ts';
import type { Driven } from '../src/hops/drive.ts';
import { type Posted, post } from '../src/post.ts';
import { OVERVIEW_QUERY } from './overviewQuery.ts';

/** Members, each with the data that a whole answer has, as JSON. */
export type Expected = ReadonlyMap<string, string>;

export interface DriveOverviews {
  readonly url: string;
  readonly expected: Expected;
  readonly concurrency: number;
  /** How long new requests are sent. */
  readonly seconds: number;
  /** The processor time that was taken for answers so far, in ms. */
  readonly cpuTime: () => number | null;
  /** Whether the first answer that is not whole ends the run. */
  readonly wholeOnly: boolean;
  readonly signal?: AbortSignal;
}

/** What one drive measured. */
export interface DrivenOverviews extends Driven {
  /** How many answers were whole; the others had errors in some fields. */
  readonly whole: number;
  /** Processor time that all who worked for the answers took, in ms; null where it is not known. */
  readonly cpuMs: number | null;
}

/**
 * Asks for the overviews of one member after the other, a constant number at a time.
 * @throws WrongAnswer for an answer that is not 200, or not whole where it must be
 */
export async function driveOverviews(options: DriveOverviews): Promise<DrivenOverviews> {
  const { url, expected, concurrency, seconds, wholeOnly, signal } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency, scheduling: 'fifo' });
  const questions = [...expected].map(([memberId, data]) => ({ body: bodyFor(memberId), prefix: answerPrefix(data) }));
  const latencies: number[] = [];
  let [next, whole, broken] = [0, 0, false];
  const cpuBefore = options.cpuTime();
  const start = performance.now();
  const lane = async (): Promise<void> => {
    do {
      const question = questions[next % questions.length];
      if (question === undefined) throw new WrongAnswer('There is nobody to ask for.');
      next += 1;
      const sent = performance.now();
      const answer = await post(agent, url, question.body, ACTOR);
      latencies.push(performance.now() - sent);
      if (isWhole(answer, question.prefix, wholeOnly)) whole += 1;
    } while (performance.now() < start + seconds * 1_000 && !broken && signal?.aborted !== true);
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, lane));
  } finally {
    broken = true;
    agent.destroy();
  }
  signal?.throwIfAborted();
  const cpuAfter = options.cpuTime();
  const cpuMs = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
  return { latencies, seconds: (performance.now() - start) / 1_000, whole, cpuMs };
}

/** Who asks. */
export const ACTOR = { 'x-wellspring-actor': 'staff:bench' };

export const bodyFor = (memberId: string): Buffer =>
  Buffer.from(JSON.stringify({ query: OVERVIEW_QUERY, variables: { memberId } }));

function isWhole({ status, body }: Posted, prefix: Buffer, wholeOnly: boolean): boolean {
  try {
    assertAnswer(status, body, prefix);
    return true;
  } catch (error) {
    if (wholeOnly || status !== 200) throw error;
    return false;
  }
}
