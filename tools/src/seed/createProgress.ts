/** Where progress is written: on a terminal one line is redrawn, anything else gets a line when a phase is done. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What is told of phases that run side by side. */
export interface Progress {
  /** To be called after each item of a phase. */
  onProgress(phase: string, done: number, total: number): void;
  /** To be called when a phase waits for what a unit does by itself. */
  onWait(phase: string, what: string): void;
}

const CLEAR = '\r\u001b[K';

/** Tells how far each phase is: those under way in one line, each that is done in a line of its own. */
export function createProgress(stream: ProgressStream): Progress {
  const underWay = new Map<string, string>();
  let drawn = '';
  const write = (line: string): void => void stream.write(`${stream.isTTY ? CLEAR : ''}${line}\n`);
  const redraw = (): void => {
    const text = [...underWay].map(([phase, share]) => `${phase} ${share}`).join('  ');
    if (!stream.isTTY || text === drawn) return;
    drawn = text;
    stream.write(`${CLEAR}  ${text}`);
  };
  return {
    onProgress(phase, done, total) {
      if (done < total) underWay.set(phase, `${Math.floor((done / total) * 100)} %`);
      else {
        underWay.delete(phase);
        write(`  ${phase}: ${total} done`);
        drawn = '';
      }
      redraw();
    },
    onWait(phase, what) {
      write(`  ${phase}: waiting for ${what}`);
      drawn = '';
      redraw();
    },
  };
}
