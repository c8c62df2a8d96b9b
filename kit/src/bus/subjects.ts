/** Subject and stream names: PROTOCOL.md, "Names", "Streams" and the headings after them. */

/** `members.MemberCard` → its unit and its name. */
export function splitName(qualified: string): { unit: string; name: string } {
  const dot = qualified.indexOf('.');
  return { unit: qualified.slice(0, dot), name: qualified.slice(dot + 1) };
}

/** An id as one subject token. */
export function toToken(id: string): string {
  return Buffer.from(id, 'utf8').toString('base64url');
}

/** The id of a subject token. */
export function fromToken(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}

export const viewsStream = (unit: string): string => `VIEWS_${unit}`;
export const eventsStream = (unit: string): string => `EVENTS_${unit}`;
export const historyStream = (unit: string): string => `HISTORY_${unit}`;
export const viewSubject = (unit: string, view: string, id: string): string => `view.${unit}.${view}.${toToken(id)}`;
export const viewFilter = (unit: string, view: string): string => `view.${unit}.${view}.*`;
export const eventSubject = (unit: string, entity: string, event: string, id: string): string =>
  `event.${unit}.${entity}.${event}.${toToken(id)}`;
export const eventFilter = (unit: string, entity: string, event: string): string =>
  `event.${unit}.${entity}.${event}.*`;
export const historySubject = (unit: string, view: string, id: string): string =>
  `history.${unit}.${view}.${toToken(id)}`;
export const doorbellSubject = (unit: string): string => `doorbell.${unit}`;
export const watermarkSubject = (unit: string): string => `watermark.${unit}`;
export const announceSubject = (consumer: string, view: string): string => `announce.${consumer}.${view}`;
export const askSubject = (unit: string, view: string): string => `ask.${unit}.${view}`;
/** Digests of a view's content, for whoever copies it (PROTOCOL.md, "Drift"). */
export const digestSubject = (unit: string, view: string): string => `digest.${unit}.${view}`;
/** Asks a unit to compare its replicas with their owners now (PROTOCOL.md, "Drift"). */
export const reconcileSubject = (unit: string): string => `reconcile.${unit}`;
export const durableName = (consumer: string, view: string): string => `${consumer}-${view}`;
/** The consumer that reads a parked event again. */
export const parkedDurableName = (consumer: string, event: string): string => `${consumer}-${event}-parked`;
export const inboxPrefix = (unit: string): string => `_INBOX_${unit}`;
/** Where an owner's answer to a consumer goes: the one part of the consumer's inbox that the owner may publish to. */
export const answerSubject = (consumer: string, owner: string, token: string): string =>
  `${inboxPrefix(consumer)}.answer.${owner}.${token}`;
/** Whether a subject is in some unit's inbox. */
export const isInbox = (subject: string): boolean => /^_INBOX_[a-z][a-z0-9-]{0,31}\../.test(subject);
