import type { MsgHdrs } from '@nats-io/nats-core';
import { fromEventHeaders } from '../bus/headers.ts';
import { splitName } from '../bus/subjects.ts';
import type { ReactionEvent } from './Reaction.ts';
import type { ReactionPlan } from './ReactionPlan.ts';

/** The part of a stored message that an event is read from. */
export interface EventMessage {
  readonly subject: string;
  readonly headers?: MsgHdrs | undefined;
  json<T>(): T;
}

/** The event that a message carries (PROTOCOL.md, "Messages"). @returns null when the message does not keep to the protocol */
export function toReactionEvent({ name, owner, entity }: ReactionPlan, message: EventMessage): ReactionEvent | null {
  const declared = { unit: owner, entity, event: splitName(name).name };
  const facts = fromEventHeaders(message.headers, declared, message.subject);
  if (facts === null) return null;
  const { eventId, id: entityId, at, rev, epoch, traceparent } = facts;
  try {
    const data = message.json<unknown>();
    if (typeof data !== 'object' || data === null) return null;
    return { id: eventId, type: name, entityId, at, rev, epoch, data: data as never, traceparent };
  } catch {
    return null;
  }
}
