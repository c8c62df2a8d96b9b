import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** A member's password; `_id` is the member's. */
interface Credential extends RecordDocument {
  /** A PHC string. */
  hash: string;
  changedAt: Date;
}

/** Somebody of the staff; `_id` is the name they sign in with. */
interface StaffAccount extends RecordDocument {
  hash: string;
  changedAt: Date;
}

/** How often somebody tried to sign in within a window of time. */
interface Attempts extends RecordDocument {
  count: number;
  expiresAt: Date;
}

const account = { hash: { type: String, required: true }, changedAt: { type: Date, required: true } };

/** Goes when the member does. */
export const credential = recordSchema<Credential>(account);
export const staffAccount = recordSchema<StaffAccount>(account);
export const attempts = recordSchema<Attempts>(
  { count: { type: Number, required: true }, expiresAt: { type: Date, required: true } },
  [{ name: 'expires', fields: { expiresAt: 1 }, expireAfterSeconds: 0 }],
);
