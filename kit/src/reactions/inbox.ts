import type { Connection, mongo } from 'mongoose';
import { databaseOf } from '../owner/bookkeeping.ts';

/** That a reaction had its effect. Kept for good: a broker that lost its data brings every event again. */
export interface InboxEntry {
  /** `<handler>:<event id>` */
  _id: string;
  at: Date;
  /** Set when an operator decided that the event is not to be handled. */
  dropped?: true;
}

export const INBOX = 'wellspring.inbox';

export const inboxId = (handler: string, eventId: string): string => `${handler}:${eventId}`;

export function inboxOf(connection: Connection): mongo.Collection<InboxEntry> {
  return databaseOf(connection).collection<InboxEntry>(INBOX);
}
