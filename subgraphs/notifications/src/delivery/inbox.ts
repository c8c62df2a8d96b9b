import type { DeliveryAdapter } from './DeliveryAdapter.ts';

/** The inbox: a notification is in it by being written, which happens once. */
export const inbox: DeliveryAdapter = {
  channel: 'INBOX',
  begin: () => ({ inbox: true }),
  schedule: {},
};
