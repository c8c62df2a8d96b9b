import { type JsMsg, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';

/**
 * Reads what a stream holds now, in order, and ends: for replaying business events and for looking into histories.
 * @param subjects what is read, with or without wildcards
 * @throws the broker's error: no such stream, or refused
 */
export async function readStream(
  connection: NatsConnection,
  stream: string,
  subjects: readonly string[],
  handle: (message: JsMsg) => void | Promise<void>,
): Promise<void> {
  const consumer = await jetstream(connection).consumers.get(stream, { filter_subjects: [...subjects] });
  const { num_pending: pending } = await consumer.info(true);
  if (pending === 0) return;
  const messages = await consumer.consume();
  try {
    for await (const message of messages) {
      await handle(message);
      if (message.info.pending === 0) break;
    }
  } finally {
    await messages.close();
  }
}
