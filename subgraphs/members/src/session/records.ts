import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** Who is signed in. */
export interface Subject {
  /** A member's id, or the name of staff. */
  subject: string;
  role: 'member' | 'staff';
}

/** From sign-in to sign-out: the family of its refresh tokens. */
export interface SessionRecord extends RecordDocument, Subject {
  startedAt: Date;
  /** It ends then at the latest. */
  expiresAt: Date;
  ended: 'SIGNED_OUT' | 'REUSED' | null;
}

/** A refresh token; `_id` is its hash. One that was used stays, so that it is known when it comes again. */
export interface RefreshToken extends RecordDocument {
  sessionId: string;
  subject: string;
  usedAt: Date | null;
  expiresAt: Date;
}

const expires = { name: 'expires', fields: { expiresAt: 1 }, expireAfterSeconds: 0 } as const;
const bySubject = { name: 'subject', fields: { subject: 1 } } as const;
const date = { type: Date, required: true };
const text = { type: String, required: true };

export const sessionRecord = recordSchema<SessionRecord>(
  {
    subject: text,
    role: { ...text, enum: ['member', 'staff'] },
    startedAt: date,
    expiresAt: date,
    ended: { type: String, enum: ['SIGNED_OUT', 'REUSED', null], default: null },
  },
  [expires, bySubject],
);
export const refreshToken = recordSchema<RefreshToken>(
  { sessionId: text, subject: text, usedAt: { type: Date, default: null }, expiresAt: date },
  [expires, bySubject],
);
