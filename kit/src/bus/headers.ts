import { headers, type MsgHdrs } from '@nats-io/nats-core';
import type { Revision } from '../owner/Revision.ts';
import { eventSubject, toToken } from './subjects.ts';

/** Names of headers: PROTOCOL.md, "Messages". */
const EPOCH = 'ws-epoch';
const REV = 'ws-rev';
const GONE = 'ws-gone';

/** What is told of a message beside its payload. */
export interface MessageFacts extends Revision {
  readonly messageId: string;
  readonly unit: string;
  /** `view.members.MemberCard` or `event.orders.OrderPlaced` */
  readonly type: string;
  /** The plain entity id. */
  readonly id: string;
  readonly at: Date;
  readonly gone?: boolean;
  readonly traceparent?: string | undefined;
}

/** CloudEvents 1.0 binary-mode headers and Wellspring's own. */
export function toHeaders(facts: MessageFacts): MsgHdrs {
  const all = headers();
  all.set('ce-specversion', '1.0');
  all.set('ce-id', encode(facts.messageId));
  all.set('ce-source', `/units/${facts.unit}`);
  all.set('ce-type', facts.type);
  all.set('ce-subject', encode(facts.id));
  all.set('ce-time', facts.at.toISOString());
  all.set(EPOCH, String(facts.epoch));
  all.set(REV, String(facts.rev));
  if (facts.gone === true) all.set(GONE, '1');
  if (facts.traceparent !== undefined) all.set('traceparent', facts.traceparent);
  return all;
}

/** What a consumer reads from a view message's headers. */
export interface ReceivedFacts extends Revision {
  readonly id: string;
  readonly at: Date;
  readonly gone: boolean;
}

/**
 * The facts of a view message that arrived on `subject`, which a consumer or an owner expects to be a message of `type`
 * (`view.members.MemberCard`). Whoever may pull from a consumer chooses where the broker delivers: what lies on a subject, or comes
 * into an inbox, is only what its own headers say it is.
 * @returns null when a header is missing or malformed, or the message is another view's or another entity's: it does not keep to
 * the protocol
 */
export function fromHeaders(all: MsgHdrs | undefined, type: string, subject: string): ReceivedFacts | null {
  const facts = readFacts(all, type);
  return facts === null || subject !== `${type}.${toToken(facts.id)}` ? null : facts;
}

/** What a consumer reads from an event message's headers. */
export interface ReceivedEventFacts extends Omit<ReceivedFacts, 'gone'> {
  readonly eventId: string;
  readonly traceparent: string | undefined;
}

/**
 * The facts of an event message that arrived on `subject`.
 * @returns null when it does not keep to the protocol, like {@link fromHeaders}
 */
export function fromEventHeaders(
  all: MsgHdrs | undefined,
  { unit, entity, event }: { unit: string; entity: string; event: string },
  subject: string,
): ReceivedEventFacts | null {
  const facts = readFacts(all, `event.${unit}.${event}`);
  const eventId = decode(all?.get('ce-id') ?? '');
  if (facts === null || eventId === null || subject !== eventSubject(unit, entity, event, facts.id)) return null;
  const { gone: _, ...rest } = facts;
  return { ...rest, eventId, traceparent: all?.get('traceparent') || undefined };
}

function readFacts(all: MsgHdrs | undefined, type: string): ReceivedFacts | null {
  if (all === undefined || all.get('ce-type') !== type) return null;
  const epoch = wholeNumber(all.get(EPOCH));
  const rev = wholeNumber(all.get(REV));
  const at = new Date(all.get('ce-time'));
  const id = decode(all.get('ce-subject'));
  if (epoch === null || rev === null || id === null || Number.isNaN(at.getTime())) return null;
  return { epoch, rev, at, id, gone: all.get(GONE) === '1' };
}

function wholeNumber(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

/** Header values are printable ASCII without `%`; anything else is percent-encoded. */
function encode(text: string): string {
  return /^[\x21-\x24\x26-\x7e]+$/.test(text) ? text : encodeURIComponent(text);
}

function decode(text: string): string | null {
  try {
    return text === '' ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}
