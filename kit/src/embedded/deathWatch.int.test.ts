import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';

const PARENT = `
import { startNats } from ${JSON.stringify(new URL('./startNats.ts', import.meta.url).href)};
const server = await startNats({ env: { ...process.env, NATS_URL: '' } });
console.log(server.pid);
setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a server ends when its parent is killed', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { value } = await createInterface({ input: parent.stdout })[Symbol.asyncIterator]().next();
  const server = Number(value);
  expect(isAlive(server)).toBe(true);
  parent.kill('SIGKILL');
  const deadline = Date.now() + 10_000;
  while (isAlive(server) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isAlive(server)).toBe(false);
}, 30_000);
