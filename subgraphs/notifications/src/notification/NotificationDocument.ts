import type { Connection, EntityDocument } from '@wellspring/kit';
import type { EmailStatus, NotificationKind } from '../generated/resolvers.ts';

/** What a notification's words need beside names and texts: nothing personal, since it outlives whoever it is about. */
export interface Facts {
  readonly amount?: string;
  readonly currency?: string;
  readonly reason?: string;
  readonly plan?: string;
  /** ISO 8601. */
  readonly paidUntil?: string;
}

/** The way of a notification as an e-mail. The address is not part of it. */
export interface EmailDelivery {
  status: EmailStatus;
  /** How often the mail server was asked. */
  attempts: number;
  /** When it is to be asked next; null when it is not. */
  due: Date | null;
}

/** A notification as stored and as field resolvers see it. Texts are made of it when it is read. */
export interface NotificationDocument extends EntityDocument {
  memberId: string;
  kind: NotificationKind;
  subjectId: string;
  actorId: string | null;
  /** Ids of the entities and members that it tells of, but for `memberId`: it goes with each of them. */
  about: string[];
  facts: Facts;
  createdAt: Date;
  readAt: Date | null;
  /** Whether the inbox shows it. It is there by being written: once. */
  inbox: boolean;
  /** Null when no e-mail is wanted. */
  email: EmailDelivery | null;
}

/** What the schema's NotificationConnection resolves from. */
export type NotificationConnectionDocument = Connection<NotificationDocument>;
