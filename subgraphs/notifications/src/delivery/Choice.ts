import type { Views } from '@wellspring/schema';

/** What a member chose of how to be told, as the copy has it. */
export type Choice = Pick<Views['preferences.PreferenceChannels']['data'], 'channels' | 'topics'>;

export type NotificationChannel = NonNullable<Choice['channels']>[number];
export type NotificationTopic = NonNullable<Choice['topics']>[number];
