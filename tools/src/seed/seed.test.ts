import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const script = fileURLToPath(new URL('./seed.ts', import.meta.url));

/** Runs the command and answers how it ended. */
function run(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

describe('npm run seed', () => {
  test('ends with 2 when the platform is away, and says how to start it', async () => {
    // Port 9 is the discard service: nobody listens there.
    const { code, err } = await run('--endpoint', 'http://127.0.0.1:9/graphql', '--wait', '0');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/did not answer for all units within 0 s/) });
    expect(err).toContain('Start the platform with `npm start`, or name where it runs with --endpoint URL.');
  });

  test.each([
    [['--orders', 'many'], '--orders expects a whole number; got "many".'],
    [['--members', '-1'], "Option '--members"],
    [['--members', '0'], '--orders needs members to place them: expected --members above 0.'],
    [['--ordres', '5'], "Unknown option '--ordres'"],
  ])('ends with 1 at %j and says what is wrong', async (args, message) => {
    const { code, err } = await run(...args);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) });
  });

  test('tells its options', async () => {
    const { code, out } = await run('--help');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('--units-direct') });
  });
});
