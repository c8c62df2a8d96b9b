/** Where progress is written: a terminal is redrawn, anything else gets a line at each quarter. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Draws the progress of one phase after another.
 * @returns a function to be called after each item
 */
export function progressBar(stream: ProgressStream, width = 30): (phase: string, done: number, total: number) => void {
  let drawn = '';
  return (phase, done, total) => {
    const share = total === 0 ? 1 : done / total;
    const count = `${String(done).padStart(String(total).length)} of ${total}`;
    const filled = Math.floor(share * width);
    const text = stream.isTTY
      ? `  ${phase.padEnd(16)}${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${count}`
      : `  ${phase}: ${Math.floor(share * 4) * 25} %`;
    if (text === drawn) return;
    drawn = text;
    if (stream.isTTY) stream.write(`\r${text}${share === 1 ? '\n' : ''}`);
    else stream.write(`${text}\n`);
  };
}
