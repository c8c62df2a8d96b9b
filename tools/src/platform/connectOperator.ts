import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { connectPlatform } from './connectPlatform.ts';

/**
 * Signs in to NATS as the operator: where `NATS_URL` says (with `NATS_USER`, default `operator`, and `NATS_PASSWORD`), else at
 * the platform that `npm start` runs.
 * Throws `NOT_RUNNING` when there is neither, and NATS's own error when it refuses or does not answer.
 */
export async function connectOperator(env: Readonly<Record<string, string | undefined>>): Promise<NatsConnection> {
  const { url, user, pass } = env.NATS_URL
    ? {
        url: env.NATS_URL,
        user: env.NATS_PASSWORD ? (env.NATS_USER ?? 'operator') : undefined,
        pass: env.NATS_PASSWORD,
      }
    : (await connectPlatform().access()).nats;
  return connect({
    servers: url.split(','),
    name: 'operator',
    inboxPrefix: '_INBOX_operator',
    reconnect: false,
    timeout: 5_000, // ms
    ...(user === undefined ? {} : { user, pass: pass ?? '' }),
  });
}
