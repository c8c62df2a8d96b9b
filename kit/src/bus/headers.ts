import { headers, type MsgHdrs } from '@nats-io/nats-core';
import type { Revision } from '../owner/Revision.ts';

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

/** @returns null when a header is missing or malformed: the message does not keep to the protocol */
export function fromHeaders(all: MsgHdrs | undefined): ReceivedFacts | null {
  if (all === undefined) return null;
  const epoch = wholeNumber(all.get(EPOCH));
  const rev = wholeNumber(all.get(REV));
  const at = new Date(all.get('ce-time'));
  const id = all.get('ce-subject');
  if (epoch === null || rev === null || id === '' || Number.isNaN(at.getTime())) return null;
  try {
    return { epoch, rev, at, id: decodeURIComponent(id), gone: all.get(GONE) === '1' };
  } catch {
    return null;
  }
}

/** The revision in a stored message's headers, if it has one. */
export function revisionIn(all: MsgHdrs | undefined): Revision | null {
  return fromHeaders(all);
}

function wholeNumber(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

/** Header values are printable ASCII without `%`; anything else is percent-encoded. */
function encode(text: string): string {
  return /^[\x21-\x24\x26-\x7e]+$/.test(text) ? text : encodeURIComponent(text);
}
