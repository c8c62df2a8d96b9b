import type { Connection, EntityDocument } from '@wellspring/kit';
import type { MemberSubscriptionDocument } from '../subscription/SubscriptionDocument.ts';

/** Where a member lives. */
export interface AddressDocument {
  street: string | null;
  postalCode: string | null;
  city: string;
  region: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** A member as stored and as field resolvers see it. */
export interface MemberDocument extends EntityDocument {
  displayName: string;
  /** Lower-case. */
  handle: string;
  /** As the member wrote it. */
  email: string;
  /** Lower-case; what makes it unique. */
  emailKey: string;
  avatarUrl: string | null;
  address: AddressDocument | null;
  subscription: MemberSubscriptionDocument;
  joinedAt: Date;
}

/** What the schema's MemberConnection resolves from. */
export type MemberConnectionDocument = Connection<MemberDocument>;
