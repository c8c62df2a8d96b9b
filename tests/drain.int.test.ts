import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { startTestServers } from '@wellspring/kit/testing';
import { ROOT } from '@wellspring/tools/root.ts';

const ENTITIES = 5_000;
/** What is remembered of each subject that was published (a bounded cache), and noise; the entities' titles alone are 20 MB. */
const BOUND = 16 * 2 ** 20; // bytes

test(`${ENTITIES} dirty entities drain in constant memory`, async () => {
  const servers = await startTestServers();
  try {
    const args = [servers.mongo.uri, servers.nats.url, `drain-${process.pid}`, String(ENTITIES)];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', '--disable-warning=ExperimentalWarning', join(ROOT, 'kit/src/testing/drainRig.ts'), ...args],
      { env: { ...process.env, NODE_OPTIONS: '' }, timeout: 280_000 },
    );
    const { published, samples } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
      published: number;
      samples: [number, number][];
    };
    expect(published).toBe(2 * ENTITIES); // two views
    expect(samples.length).toBeGreaterThan(4);
    expect(samples.at(-1)?.[0]).toBe(0);
    const heaps = samples.map(([, heap]) => heap);
    expect(Math.max(...heaps) - (heaps[0] as number)).toBeLessThan(BOUND);
  } finally {
    await servers.stop();
  }
}, 300_000);
