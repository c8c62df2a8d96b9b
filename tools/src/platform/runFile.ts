import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlatformError } from './PlatformError.ts';

/** How to reach a running supervisor. Until it is up, only its pid is known. */
export interface RunRecord {
  readonly pid: number;
  readonly startedAt: string;
  /** The control endpoint: `http://127.0.0.1:<port>`. */
  readonly control?: string;
  /** Sent as `authorization: Bearer <token>`: a web page in a browser on this machine must not hold units down. */
  readonly token?: string;
  /** The gateway's GraphQL address. */
  readonly endpoint?: string;
  /** Each unit's GraphQL address. */
  readonly units?: Readonly<Record<string, string>>;
}

/** What `file` says, if the process that wrote it is alive. */
export function readRunRecord(file: string): RunRecord | undefined {
  let record: RunRecord;
  try {
    record = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  } catch {
    return undefined; // not there, or torn by a crash: nobody runs
  }
  return isAlive(record.pid) ? record : undefined;
}

/** Claims the file for this process. Throws `ALREADY_RUNNING` when another one's supervisor is alive. */
export function claimRunFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const record: RunRecord = { pid: process.pid, startedAt: new Date().toISOString() };
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(record), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const other = readRunRecord(file);
    if (other !== undefined) {
      const where = other.endpoint === undefined ? 'it is still starting' : other.endpoint;
      throw new PlatformError(
        'ALREADY_RUNNING',
        `The platform is already running: process ${other.pid}, ${where}. End it with Ctrl-C in its terminal, or with \`kill ${other.pid}\`.`,
      );
    }
    rmSync(file, { force: true }); // of a supervisor that was killed
  }
}

/** Replaces what a claimed file says, in one step. */
export function writeRunRecord(file: string, record: RunRecord): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Gives the file up. */
export function releaseRunFile(file: string): void {
  if (readRunRecord(file)?.pid === process.pid) rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
