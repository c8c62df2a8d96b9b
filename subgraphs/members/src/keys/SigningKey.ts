import { type RecordDocument, recordSchema } from '@wellspring/kit';
import type { JWK } from 'jose';

/** A key that access tokens are signed with; `_id` is its `kid`. */
export interface SigningKey extends RecordDocument {
  publicKey: JWK;
  /** A JWK, sealed by `KeySeal`. */
  privateKey: string;
  signsFrom: Date;
}

/** Private: only public keys are published. */
export const signingKeyRecord = recordSchema<SigningKey>({
  publicKey: { type: Object, required: true },
  privateKey: { type: String, required: true },
  signsFrom: { type: Date, required: true },
});
