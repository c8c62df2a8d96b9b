import { pino } from 'pino';
import { Bus } from '../../../kit/src/bus/Bus.ts';
import { toHeaders } from '../../../kit/src/bus/headers.ts';
import { ensureOwnerStreams } from '../../../kit/src/bus/ownerStreams.ts';
import { viewSubject } from '../../../kit/src/bus/subjects.ts';

/** Puts MemberCards into the stream of members as its relay would: what a new replica starts from. members itself does not run. */
export async function fillViews(url: string, count: number): Promise<void> {
  const bus = new Bus({ unit: 'members', url, log: pino({ level: 'silent' }) });
  bus.start();
  await bus.ready;
  try {
    await ensureOwnerStreams(bus.manager, 'members');
    for (let from = 0; from < count; from += 500) {
      await Promise.all(
        Array.from({ length: Math.min(500, count - from) }, async (_, index) => {
          const id = `m${from + index}`;
          const messageId = `members.MemberCard.${id}.1.1`;
          const facts = { messageId, unit: 'members', type: 'view.members.MemberCard', id, at: new Date() };
          const data = { id, displayName: `Member ${id}`, handle: id, avatarUrl: null };
          await bus.client.publish(viewSubject('members', 'MemberCard', id), JSON.stringify(data), {
            headers: toHeaders({ ...facts, epoch: 1, rev: 1 }),
          });
        }),
      );
    }
  } finally {
    await bus.stop();
  }
}
