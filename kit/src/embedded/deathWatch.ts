import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Ends servers whose parent died without ending them (a killed Jest worker, a crash, SIGKILL).
 *
 * One tiny shell reads pids from a pipe that only this process holds open: `+pid` starts the watch, `-pid` ends it.
 * However this process dies, the kernel closes the pipe; the shell sees the end of its input and ends what is left,
 * gently first. It works wherever there is a POSIX shell, and needs no support from the server.
 */
const SCRIPT = `
watched=" "
while read -r line; do
  pid="\${line#?}"
  case "$line" in
    +*) watched="$watched$pid " ;;
    -*) case "$watched" in *" $pid "*) watched="\${watched%%" $pid "*} \${watched#*" $pid "}" ;; esac ;;
  esac
done
[ -z "\${watched# }" ] && exit 0
alive() { for pid in $watched; do kill -0 "$pid" 2>/dev/null && return 0; done; return 1; }
kill -TERM $watched 2>/dev/null
tries=0
while [ $tries -lt 30 ] && alive; do sleep 0.1; tries=$((tries + 1)); done
kill -KILL $watched 2>/dev/null
exit 0
`;

let watcher: ChildProcessByStdio<Writable, null, null> | undefined;
const watched = new Set<number>();

/** Ends `pid` when this process dies, however it dies. Returns the function that lifts the watch. */
export function endWithParent(pid: number): () => void {
  watcher ??= startWatcher();
  watcher.stdin.write(`+${pid}\n`);
  watched.add(pid);
  return () => {
    if (!watched.delete(pid)) return;
    watcher?.stdin.write(`-${pid}\n`);
    if (watched.size === 0) {
      watcher?.stdin.end(); // nothing left to watch: the shell ends, no process stays behind
      watcher = undefined;
    }
  };
}

function startWatcher(): ChildProcessByStdio<Writable, null, null> {
  // Detached: Ctrl-C in a terminal reaches the whole group, and must not end the watcher before its parent.
  const child = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  (child.stdin as unknown as { unref?: () => void }).unref?.();
  child.stdin.on('error', () => {}); // the watcher is gone: the write is moot
  child.on('exit', () => {
    if (watcher === child) watcher = undefined;
  });
  return child;
}
