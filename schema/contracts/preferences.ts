// Generated from subgraphs/preferences by `npm run generate`; do not edit.

/**
 * Where, of what and in which language a member is to be told; the id is the member's.
 *
 * The view `preferences.PreferenceChannels` of Preferences, in wire form.
 */
export interface PreferenceChannels {
  readonly id: string;
  /** Where the member is told of things. */
  readonly channels: readonly NotificationChannel[] | null;
  /** What the member is told of. */
  readonly topics: readonly NotificationTopic[] | null;
  /** A BCP 47 tag: de, pt-BR. */
  readonly language: string | null;
}

export type NotificationChannel = 'INBOX' | 'EMAIL';

export type NotificationTopic = 'ORDERS' | 'PAYMENTS' | 'SUBSCRIPTION' | 'POSTS' | 'PRODUCT_NEWS';
