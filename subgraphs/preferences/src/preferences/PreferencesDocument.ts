import type { EntityDocument } from '@wellspring/kit';

export type MeasurementSystem = 'METRIC' | 'IMPERIAL';
export type NotificationChannel = 'INBOX' | 'EMAIL';
export type NotificationTopic = 'ORDERS' | 'PAYMENTS' | 'SUBSCRIPTION' | 'POSTS' | 'PRODUCT_NEWS';

/** What follows from where somebody lives. */
export interface RegionalDefaults {
  /** A BCP 47 tag. */
  language: string;
  /** ISO 4217. */
  currency: string;
  units: MeasurementSystem;
  /** An IANA name. */
  timeZone: string;
}

/** A member's preferences as stored and as field resolvers see them; the id is the member's. */
export interface PreferencesDocument extends EntityDocument {
  /** Where `derived` comes from; null when the member told none. */
  country: string | null;
  /** Stored, not derived when it is read: it follows from tables that change with Node and CLDR, and content at one revision never changes. */
  derived: RegionalDefaults;
  /** What the member chose; null is not chosen. */
  chosen: { [Field in keyof RegionalDefaults]: RegionalDefaults[Field] | null };
  channels: NotificationChannel[];
  topics: NotificationTopic[];
}
