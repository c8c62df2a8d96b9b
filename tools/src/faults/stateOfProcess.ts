import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the system says of a process: `T` stopped, `S` asleep, …; empty when there is none. */
export async function stateOfProcess(pid: number): Promise<string> {
  return run('ps', ['-o', 'stat=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}
