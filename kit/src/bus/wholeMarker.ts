import { headers, type MsgHdrs } from '@nats-io/nats-core';

/** PROTOCOL.md, "Whole": what an owner says of a view's messages in a stream, retained beside them. */
export interface WholeMarker {
  /** When the stream was created that it speaks of. */
  readonly created: string;
  /** Whether the stream holds every entity's last message; false while they are being published again. */
  readonly whole: boolean;
}

/** No base64url id can be this token. */
const TOKEN = '$whole';

/** The marker's subject: the single filter `view.<unit>.<View>.*` of a consumer delivers it too. */
export const wholeSubject = (unit: string, view: string): string => `view.${unit}.${view}.${TOKEN}`;

/** Whether a message lies where a marker lies. */
export const isWholeSubject = (subject: string): boolean => subject.endsWith(`.${TOKEN}`);

/** The marker as a message. */
export function toWholeMessage(
  unit: string,
  view: string,
  { created, whole }: WholeMarker,
): { readonly subject: string; readonly payload: string; readonly headers: MsgHdrs } {
  const all = headers();
  all.set('ce-specversion', '1.0');
  all.set('ce-id', `${unit}.${view}.${TOKEN}.${created}.${whole}`);
  all.set('ce-source', `/units/${unit}`);
  all.set('ce-type', typeOf(unit, view));
  return { subject: wholeSubject(unit, view), payload: JSON.stringify({ created, whole }), headers: all };
}

/** Reads a marker of a view. @returns null when the message is none: it does not keep to the protocol */
export function fromWholeMessage(
  { subject, header, data }: { subject: string; header: MsgHdrs | undefined; data: Uint8Array },
  unit: string,
  view: string,
): WholeMarker | null {
  if (subject !== wholeSubject(unit, view) || header?.get('ce-type') !== typeOf(unit, view)) return null;
  try {
    const said = JSON.parse(Buffer.from(data).toString('utf8')) as Partial<WholeMarker> | null;
    return typeof said?.created === 'string' && typeof said.whole === 'boolean'
      ? { created: said.created, whole: said.whole }
      : null;
  } catch {
    return null;
  }
}

const typeOf = (unit: string, view: string): string => `whole.${unit}.${view}`;
