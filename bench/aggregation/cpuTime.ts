import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for whoever asks: USER_HZ. */
const TICK = 10; // ms

/**
 * The processor time that these processes and their threads took so far, in ms; null where the system does not tell (only Linux does).
 * A process that is gone counts nothing.
 */
export function cpuTime(pids: readonly number[]): number | null {
  if (process.platform !== 'linux') return null;
  return pids.reduce((sum, pid) => sum + timeOf(pid), 0);
}

function timeOf(pid: number): number {
  try {
    // After the name in brackets, which may hold anything: state is field 3 of proc(5), utime 14, stime 15.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return 0;
  }
}
