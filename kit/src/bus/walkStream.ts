import { JetStreamApiError, type JetStreamManager, type StoredMsg } from '@nats-io/jetstream';

/** Which messages of a stream are walked over. */
export interface WalkOptions {
  /** With or without wildcards. */
  readonly subject: string;
  /** The first sequence. Default 1. */
  readonly from?: number;
  /** The last sequence. Default: the stream's last one now. */
  readonly to?: number;
  /** Messages handed over at once. Default 200. */
  readonly batchSize?: number;
}

const NO_MESSAGE_FOUND = 10_037;
/** Requests under way at once: each asks for the next message of its part of the sequences. */
const LANES = 8;

/**
 * Reads stored messages one by one, without a consumer: an owner may read its own streams in no other way (PROTOCOL.md,
 * "Permissions"). In any order. Ends early when `handle` answers false.
 * @throws what `handle` throws; the broker's error
 */
export async function walkStream(
  manager: JetStreamManager,
  stream: string,
  { subject, from = 1, to, batchSize = 200 }: WalkOptions,
  handle: (messages: readonly StoredMsg[]) => Promise<unknown>,
): Promise<void> {
  const { state } = await manager.streams.info(stream);
  const first = Math.max(from, state.first_seq);
  const last = Math.min(to ?? state.last_seq, state.last_seq);
  if (first > last) return;
  const width = Math.ceil((last - first + 1) / LANES);
  let ended = false;
  const walk = async (start: number, end: number): Promise<void> => {
    let batch: StoredMsg[] = [];
    for (let seq = start; seq <= end && !ended; ) {
      const message = await nextMessage(manager, stream, subject, seq);
      if (message === null || message.seq > end) break;
      seq = message.seq + 1;
      batch.push(message);
      if (batch.length < batchSize) continue;
      if ((await handle(batch)) === false) ended = true;
      batch = [];
    }
    if (batch.length > 0 && !ended && (await handle(batch)) === false) ended = true;
  };
  const starts = Array.from({ length: LANES }, (_, lane) => first + lane * width).filter((start) => start <= last);
  const outcomes = await Promise.allSettled(starts.map((start) => walk(start, Math.min(start + width - 1, last))));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function nextMessage(
  manager: JetStreamManager,
  stream: string,
  subject: string,
  seq: number,
): Promise<StoredMsg | null> {
  try {
    // The client's type knows this form for direct reads only; the broker takes it here too.
    return await manager.streams.getMessage(stream, { seq, next_by_subj: subject } as never);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === NO_MESSAGE_FOUND) return null;
    throw error;
  }
}
