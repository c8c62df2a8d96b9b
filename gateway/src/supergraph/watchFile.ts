import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a watcher reports: the whole text of the file, or undefined while there is no such file. */
export type FileListener = (text: string | undefined) => void;

export type WatchOptions = {
  /** How long the text must stay the same before it is believed, so that half a write is not; ms. Default: 100. */
  readonly settle?: number;
  /** How often to look without being told; ms. Default: 1000. */
  readonly poll?: number;
};

/**
 * Reports a file's text now and whenever it changes. The file may be missing, be replaced by rename, or lie in a
 * folder that does not exist yet. The operating system's notices are only a doorbell: they do not cross every mount,
 * so the file is also looked at from time to time.
 *
 * @returns a function that ends the watching.
 */
export function watchFile(path: string, listener: FileListener, options: WatchOptions = {}): () => void {
  const { settle = 100, poll = 1_000 } = options; // ms
  let reported: string | undefined | symbol = Symbol('nothing yet');
  let candidate: string | undefined | symbol = reported;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const look = async (): Promise<void> => {
    const text = await readIfThere(path);
    if (stopped) return;
    if (text === reported) {
      schedule(poll);
    } else if (text === undefined || text === candidate) {
      reported = text;
      schedule(poll);
      listener(text);
    } else {
      schedule(settle);
    }
    candidate = text;
  };
  const schedule = (delay: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, delay);
  };

  const doorbell = ringOnChange(dirname(path), () => schedule(settle));
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
    doorbell();
  };
}

function ringOnChange(folder: string, ring: () => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, ring);
    watcher.on('error', () => watcher.close()); // the poll goes on
    return () => watcher.close();
  } catch {
    return () => undefined; // no such folder, or no notices here: the poll finds the file
  }
}

/** A file that cannot be read counts as missing: whoever waits for it is told the same either way. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
