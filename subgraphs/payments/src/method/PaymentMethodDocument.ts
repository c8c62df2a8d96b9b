import type { RecordDocument } from '@wellspring/kit';

/** A member's card. */
export interface PaymentMethodDocument extends RecordDocument {
  memberId: string;
  /** The provider's name for the card; shown to nobody. */
  token: string;
  brand: string;
  last4: string;
  savedAt: Date;
}
