import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import { type CrashRig, startCrashRig } from './crashRig.ts';

const KILLED = { code: null, signal: 'SIGKILL' };
let rig: CrashRig;
beforeAll(async () => {
  rig = await startCrashRig();
}, 60_000);
afterAll(async () => rig?.stop(), 30_000);

describe('rules 1, 2, 6: an owner that dies', () => {
  test.each([
    ['before-save', 'n0'],
    ['after-save', 'n1'],
    ['before-publish', 'n1'],
    ['before-puback', 'n1'], // of the view
    ['after-puback', 'n1'],
    ['before-puback:2', 'n1'], // of the event
    ['after-puback:2', 'n1'],
    ['before-archive', 'n1'],
    ['after-archive', 'n1'],
    ['before-clear', 'n1'],
  ])(
    '%s leaves the write whole or not at all, and all of it is published once',
    async (point, expected) => {
      const id = await rig.add(`OWNER-${point.replace(':', '-')}`.toUpperCase());
      expect(await rig.lastingFaults(id)).toEqual([]);
      const env = { WELLSPRING_CRASH_AT: point };
      expect(await rig.crash('catalog', env, (doomed) => rig.rename(id, 'n1', doomed))).toEqual(KILLED);
      expect(await rig.lastingFaults(id)).toEqual([]);
      expect(await rig.nameOf(id)).toBe(expected);
    },
    40_000,
  );
});

describe('rules 2 and 3: a consumer that dies', () => {
  test.each(['before-apply', 'after-apply', 'before-announce', 'before-ack'])(
    '%s has every change in the end',
    async (point) => {
      const id = await rig.add(`CONSUMER-${point}`.toUpperCase());
      expect(await rig.lastingFaults(id)).toEqual([]);
      const env = { WELLSPRING_CRASH_AT: point };
      expect(await rig.crash('orders', env, () => rig.rename(id, 'n1'))).toEqual(KILLED);
      expect(await rig.lastingFaults(id)).toEqual([]);
      expect(await rig.nameOf(id)).toBe('n1');
    },
    40_000,
  );

  test('mid-bootstrap goes on where it was', async () => {
    const id = await rig.add('BOOTSTRAP');
    expect(await rig.lastingFaults(id)).toEqual([]);
    await rig.orders.kill('SIGKILL');
    const products = rig.inspector.database('catalog').collection<{ _id: string }>('Product');
    const sample = await products.findOne({ _id: id });
    const stamp = { rev: 1, epoch: 1, at: new Date(), live: true, dirty: new Date(), events: [] };
    const more = Array.from({ length: 520 }, (_, n) => ({
      ...sample,
      _id: `bulk-${n}`,
      sku: `BULK-${n}`,
      _stamp: stamp,
    }));
    await products.insertMany(more);
    await eventually('all products to be published', async () => (await rig.inspector.unpublished()) === 0, 20_000);
    const copies = rig.inspector.database('orders').collection('replica.catalog.ProductListing');
    await copies.deleteMany({});

    let copied = 0;
    const env = { WELLSPRING_CRASH_AT: 'mid-bootstrap' };
    const exit = await rig.crash(
      'orders',
      env,
      () => undefined,
      async () => {
        copied = await copies.countDocuments();
      },
    );
    expect(exit).toEqual(KILLED);
    expect(copied).toBeGreaterThan(0);
    expect(copied).toBeLessThan(520);
    expect(await rig.lastingFaults(id)).toEqual([]);
  }, 60_000);
});

describe('these tests can fail: the same crash with a guarantee switched off', () => {
  test('events-outside-document: a state without its event', async () => {
    const id = await rig.add('OUTSIDE');
    const env = { WELLSPRING_CRASH_AT: 'after-save', WELLSPRING_MUTATION: 'events-outside-document' };
    expect(await rig.crash('catalog', env, (doomed) => rig.rename(id, 'n1', doomed))).toEqual(KILLED);
    await eventually('everything to be published', async () => (await rig.inspector.unpublished()) === 0);
    expect(await rig.faults(id)).toContain('it is called "n1", its events end at "n0"');
  }, 40_000);

  test.each([
    ['', []],
    ['ack-before-write', ['is at 1.1, its owner at 1.2']],
  ])(
    '"%s": what was acknowledged to the broker and is not written: %j',
    async (mutation, expected) => {
      const id = await rig.add(`EARLY-ACK-${mutation}`.toUpperCase());
      await eventually('the copy to be there', async () => (await rig.inspector.divergence()).length === 0);
      await eventually('nothing to be on its way', async () => (await rig.inspector.unapplied()) === 0);
      await eventually('its position to be kept', () => rig.inspector.arePositionsKept());
      let faults: string[] = [];
      const env = { WELLSPRING_CRASH_AT: 'before-apply', WELLSPRING_MUTATION: mutation };
      const exit = await rig.crash(
        'orders',
        env,
        () => rig.rename(id, 'n1'),
        async () => {
          const isAcknowledged = async () => (await rig.inspector.unapplied()) === 0;
          const done = await eventually('the acknowledgement', isAcknowledged, 1_000).catch(() => false);
          if (done) faults = await rig.inspector.divergence();
        },
      );
      expect(exit).toEqual(KILLED);
      expect(faults).toEqual(expected.map((words) => `catalog.ProductListing "${id}" in orders ${words}`));
    },
    40_000,
  );
});
