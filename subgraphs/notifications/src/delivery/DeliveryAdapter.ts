import type { Schedule } from '@wellspring/kit';
import type { data } from '../data.ts';
import type { NotificationDocument } from '../notification/NotificationDocument.ts';
import type { NotificationChannel } from './Choice.ts';

/** A way by which notifications reach members: one for each channel that members can choose. */
export interface DeliveryAdapter {
  readonly channel: NotificationChannel;
  /** What of a new notification has it delivered by this channel: it is delivered by that write, or waits in it for {@link schedule}. */
  begin(now: Date): Partial<Pick<NotificationDocument, 'inbox' | 'email'>>;
  /** What delivers later. */
  readonly schedule: Schedule<typeof data>;
}
