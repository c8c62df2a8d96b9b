import type { AskedRow } from './AskResponder.ts';

/** What is around the rows: `{"rows":[],"more":true}` */
const FRAME = 24;

/**
 * The rows of an answer, as many as fit into a message (PROTOCOL.md, "Asking the owner"); `more` says that some were left out, to be
 * asked for again. A row that would not fit by itself is an error. At least one row always fits, so each answer brings the asker on.
 * @param limit of the answer, in bytes
 */
export function fitAnswer(rows: readonly AskedRow[], limit: number): { rows: AskedRow[]; more?: true } {
  const fitting: AskedRow[] = [];
  let room = limit - FRAME;
  for (const row of rows) {
    const fits = sizeOf(row) <= limit - FRAME;
    const said: AskedRow = fits ? row : { id: row.id, error: 'VIEW_TOO_LARGE' };
    room -= sizeOf(said);
    if (room < 0 && fitting.length > 0) return { rows: fitting, more: true };
    fitting.push(said);
  }
  return { rows: fitting };
}

/** With the comma. */
const sizeOf = (row: AskedRow): number => Buffer.byteLength(JSON.stringify(row)) + 1;
