import type { ReplicaRow } from './ReplicaRow.ts';

/** What is around the rows. */
const FRAME = 32;

/**
 * The announcements of rows (PROTOCOL.md, "Announcements"), each as large as a message may be.
 * @param limit of a message, in bytes
 * @param anew whether whoever hears it must forget everything
 */
export function announcements(
  rows: readonly Pick<ReplicaRow, '_id' | 'epoch' | 'rev'>[],
  limit: number,
  anew = false,
): string[] {
  if (anew) return [JSON.stringify({ rows: [], anew })];
  const messages: string[] = [];
  let part: string[] = [];
  let room = limit - FRAME;
  for (const { _id, epoch, rev } of rows) {
    const row = JSON.stringify([_id, epoch, rev]);
    const size = Buffer.byteLength(row) + 1;
    if (size > room && part.length > 0) {
      messages.push(`{"rows":[${part.join(',')}]}`);
      part = [];
      room = limit - FRAME;
    }
    part.push(row);
    room -= size;
  }
  if (part.length > 0) messages.push(`{"rows":[${part.join(',')}]}`);
  return messages;
}
