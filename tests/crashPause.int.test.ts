import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { eventually } from '@wellspring/kit/testing';
import { type CrashRig, startCrashRig } from './crashRig.ts';
import type { UnitProcess } from './UnitProcess.ts';

let rig: CrashRig;
let broker: NatsConnection;
beforeAll(async () => {
  rig = await startCrashRig();
  broker = await connect({ servers: rig.servers.nats.url });
}, 60_000);
afterAll(async () => {
  await broker?.close();
  await rig?.stop();
}, 30_000);

const token = (id: string): string => Buffer.from(id).toString('base64url');
const isStopped = ({ pid }: UnitProcess): boolean =>
  execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('T');
const pausing = (point: string): Record<string, string> => ({
  WELLSPRING_CRASH_AT: point,
  WELLSPRING_CRASH_SIGNAL: 'SIGSTOP',
});

/**
 * A relay stops with a batch in hand, another process of the unit takes its lease and publishes newer revisions, and the first one goes on.
 * @returns the revisions that the view's subject had, one after the other
 */
async function pausePastTheLease(sku: string, env: Record<string, string>): Promise<{ id: string; revs: number[] }> {
  const id = await rig.add(sku);
  expect(await rig.lastingFaults(id)).toEqual([]);
  const revs: number[] = [];
  const subject = `view.catalog.ProductListing.${token(id)}`;
  const consumer = await jetstream(broker).consumers.get('VIEWS_catalog', { filter_subjects: subject });
  const views = await consumer.consume({
    callback: (message) => void revs.push(Number(message.headers?.get('ws-rev'))),
  });
  /** What is sent, whether the stream takes it or not. */
  const events: string[] = [];
  const sent = broker.subscribe(`event.catalog.Product.*.${token(id)}`, {
    callback: (_, message) => void events.push(message.headers?.get('Nats-Msg-Id') ?? ''),
  });

  const paused = await rig.start('catalog', { ...pausing('before-publish'), ...env });
  // It stands by while the lease is held, so that it writes twice before it may publish: the first relay's revision is never published.
  const other = await rig.startAnother('catalog');
  const answer = rig.rename(id, 'n1', paused);
  await eventually('the relay to stop with its batch', () => isStopped(paused));
  await rig.rename(id, 'n2', other);
  await rig.rename(id, 'n3', other);
  await eventually('the other relay to publish', () => revs.at(-1) === 4, 20_000);
  await eventually('the other relay to publish the events', () => events.length >= 3);
  const [first] = events;
  await paused.kill('SIGCONT');
  await answer;
  await eventually('the paused relay to have gone on', () => events.filter((event) => event === first).length > 1);
  await other.kill('SIGKILL');
  // What was published before this has arrived when this has.
  await broker.flush();
  await eventually('every message to be seen', async () => (await consumer.info()).num_pending === 0);
  await views.close();
  sent.unsubscribe();
  return { id, revs };
}

describe('rule 2: a relay paused past its lease', () => {
  test('publishes nothing stale, and no event twice in effect', async () => {
    const { id, revs } = await pausePastTheLease('PAUSED', {});
    expect(revs).toEqual([1, 4]);
    expect(await rig.lastingFaults(id)).toEqual([]);
    expect(await rig.nameOf(id)).toBe('n3');
  }, 60_000);

  test('no-fence: without lease check and expected sequence it would go back, and this test would see it', async () => {
    const { revs } = await pausePastTheLease('UNFENCED', { WELLSPRING_MUTATION: 'no-fence' });
    expect(revs).toEqual([1, 4, 2]);
  }, 60_000);
});

describe('rule 3: two writers of one replica row, in two processes', () => {
  test('end at the newest, also when the older one writes last', async () => {
    const id = await rig.add('TWO-WRITERS');
    await rig.rename(id, 'n1');
    await eventually('nothing to be on its way', async () => (await rig.inspector.unapplied()) === 0);
    const copies = rig.inspector
      .database('orders')
      .collection<{ _id: string; rev: number }>('replica.catalog.ProductListing');
    const revOf = async (): Promise<unknown> => (await copies.findOne({ _id: id }))?.rev;
    await eventually('the copy', async () => (await revOf()) === 2);

    // The row is missing, so that an order asks the owner: with what it answered in hand the process stops.
    const older = await rig.start('orders', pausing('before-apply'));
    await copies.deleteOne({ _id: id });
    const order = `mutation { placeOrder(input: { lines: [{ productId: "${id}", quantity: 1 }] }) { id } }`;
    const answer = older.ask(order, { actor: 'nobody' });
    await eventually('the miss path to stop before it writes', () => isStopped(older));
    expect(await revOf()).toBeUndefined();

    const newer = await rig.startAnother('orders');
    await rig.rename(id, 'n2');
    await newer.ask(order, { actor: 'nobody' });
    await eventually('the newer row', async () => (await revOf()) === 3);
    await older.kill('SIGCONT');
    expect(await answer).not.toBeNull();
    expect(await revOf()).toBe(3);
    expect(await rig.lastingFaults(id)).toEqual([]);
    expect(await revOf()).toBe(3);
  }, 60_000);
});
