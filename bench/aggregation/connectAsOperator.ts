import type { NatsConnection } from '@nats-io/transport-node';
import { connect } from '@nats-io/transport-node';

/** The bench asks and answers as the operator: no unit has the right to these subjects, and none gets it for a bench. */
export function connectAsOperator(env: Readonly<Record<string, string | undefined>>): Promise<NatsConnection> {
  const { NATS_URL = '', NATS_USER, NATS_PASSWORD = '' } = env;
  return connect({
    servers: NATS_URL,
    inboxPrefix: '_INBOX_operator',
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250, // ms
    ...(NATS_USER === undefined ? {} : { user: NATS_USER, pass: NATS_PASSWORD }),
  });
}
