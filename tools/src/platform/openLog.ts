import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformLog } from './Platform.ts';
import { prettyLine } from './prettyLine.ts';

const ROTATE_AT = 20 * 1024 * 1024; // bytes; one older file is kept

/** The log of `npm start`: everything into a file each, what matters onto the terminal. */
export interface PlatformLogFiles {
  readonly write: PlatformLog;
  close(): void;
}

/**
 * @param folder gets `<service>.log` with every line as it was printed
 * @param print receives the lines for people, prefixed with the service's name
 * @param lowest pino's number of the lowest level that is printed: 30 info, 40 warn
 */
export function openLog(folder: string, print: (line: string) => void, lowest: number): PlatformLogFiles {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, number>();
  return {
    write(service, line) {
      let file = files.get(service);
      if (file === undefined) {
        file = openFile(join(folder, `${service}.log`));
        files.set(service, file);
      }
      writeSync(file, `${line}\n`);
      const pretty = prettyLine(line, lowest);
      if (pretty !== undefined) print(`${service.padEnd(9)} ${pretty}`);
    },
    close() {
      for (const file of files.values()) closeSync(file);
      files.clear();
    },
  };
}

function openFile(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_AT) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}
