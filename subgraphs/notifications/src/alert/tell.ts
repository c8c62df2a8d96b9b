import { duplicateField } from '@wellspring/kit';
import type { NotificationsContext } from '../context.ts';
import type { DeliveryAdapter } from '../delivery/DeliveryAdapter.ts';
import type { NotificationDocument } from '../notification/NotificationDocument.ts';
import { type Alert, decideAlert } from './decideAlert.ts';

/** Tells members of something, each once: in a reaction as a part of it, else as often as is needed. */
export type Tell = (
  alerts: readonly Alert[],
  ctx: Pick<NotificationsContext, 'models' | 'replicas' | 'clock'>,
) => Promise<void>;

const RACES = 3;

/** Tells by some channels. Preferences that cannot be had now are taken for none; members who are gone are told nothing. */
export const tellBy =
  (adapters: readonly DeliveryAdapter[]): Tell =>
  async (alerts, { models: { Notification }, replicas, clock }) => {
    const members = alerts.map(({ memberId }) => memberId);
    const [contacts, choices] = await Promise.all([
      replicas.contact.loadMany(members),
      replicas.preferences.loadMany(members),
    ]);
    const now = clock.now();
    const wanted = alerts.flatMap((alert, i): NotificationDocument[] => {
      if (contacts[i] === null) return [];
      const choice = choices[i];
      const notification = decideAlert(alert, choice instanceof Error ? null : (choice ?? null), { adapters, now });
      return notification === null ? [] : [notification];
    });
    for (let race = 1; wanted.length > 0; race += 1) {
      const told = await Notification.find({ _id: { $in: wanted.map(({ _id }) => _id) } }, { _id: 1 }).lean();
      const before = new Set(told.map(({ _id }) => _id));
      const untold = wanted.filter(({ _id }) => !before.has(_id));
      if (untold.length === 0) return;
      try {
        await Notification.insertMany(untold, { ordered: false });
        return;
      } catch (error) {
        // Another process tells them at the same time.
        if (duplicateField(error) !== '_id' || race === RACES) throw error;
      }
    }
  };
