import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type EventTeller, eventTeller, eventually, startTestServers, type TestServers } from '@wellspring/kit/testing';
import { mongo } from 'mongoose';
import { type MailServer, startMailServer } from '../subgraphs/notifications/src/email/testing/startMailServer.ts';
import { startUnitProcess } from './UnitProcess.ts';

jest.setTimeout(120_000);

const FOLLOWERS = 250; // three batches

let servers: TestServers;
let members: EventTeller;
let community: EventTeller;
let orders: EventTeller;
let mail: MailServer;
let client: mongo.MongoClient;
beforeAll(async () => {
  servers = await startTestServers();
  mail = await startMailServer();
  [members, community, orders] = await Promise.all([
    eventTeller('members', servers),
    eventTeller('community', servers),
    eventTeller('orders', servers),
  ]);
  client = await new mongo.MongoClient(servers.mongo.uriFor('notifications')).connect();
  const shown = Array.from({ length: FOLLOWERS }, async (_, i) => {
    await members.show('MemberContact', `fan${i}`, { displayName: `Fan ${i}`, email: `fan${i}@example.org` });
    const since = new Date(1_700_000_000_000 + i).toISOString();
    await community.show('FollowEdge', `edge${i}`, { follower: { id: `fan${i}` }, followed: { id: 'star' }, since });
  });
  await Promise.all(shown);
}, 60_000);
afterAll(async () => {
  await client?.close();
  await orders?.stop();
  await community?.stop();
  await members?.stop();
  await servers?.stop();
  await mail?.stop();
});

interface Told {
  _id: string;
  memberId: string;
  readAt: Date | null;
  _stamp: { rev: number };
}
const told = () => client.db().collection<Told>('Notification').find({ subjectId: 'post' }).toArray();
const say = () => community.complete(['FollowEdge']);
const nothingIsLeft = async (): Promise<boolean> => {
  await say();
  return (await left()).length === 0;
};
const left = () => client.db().collection<{ after: string | null }>('record.FanOut').find().toArray();

test('a process that dies in the middle of telling followers: the next one goes on where it was, and each is told once', async () => {
  const doomed = await startUnitProcess('notifications', servers, {
    INSTANCE: 'notifications-1',
    // The second batch is written; that it is is not.
    WELLSPRING_CRASH_AT: 'after-save:2',
  });
  await community.tell('Post', 'PostPublished', 'post', 'post-published', { authorId: 'star' });
  let dead = false;
  void doomed.exited.then(() => {
    dead = true;
  });
  await eventually(
    'it to die',
    async () => {
      await say();
      return dead;
    },
    60_000,
  );
  expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await told()).toHaveLength(200);
  expect(await left()).toMatchObject([{ _id: 'post', after: expect.any(String) }]);

  const unit = await startUnitProcess('notifications', servers, { INSTANCE: 'notifications-1' });
  const read = await unit.ask<{ markAllNotificationsRead: number }>('mutation { markAllNotificationsRead }', {
    actor: 'fan150',
  });
  expect(read).toMatchObject({ data: { markAllNotificationsRead: 1 } });
  await eventually('all to be told', nothingIsLeft, 60_000);
  const all = await told();
  expect(new Set(all.map(({ memberId }) => memberId)).size).toBe(FOLLOWERS);
  expect(all).toHaveLength(FOLLOWERS);
  // What was told before was left alone: who read it has read it.
  expect(all.find(({ memberId }) => memberId === 'fan150')?.readAt).toEqual(expect.any(Date));

  // Once more, as from a stream that was lost: nothing comes of it.
  const revisions = new Map(all.map(({ _id, _stamp }) => [_id, _stamp.rev]));
  await community.repeat('Post', 'PostPublished', 'post', 'post-published', { authorId: 'star' });
  await community.tell('Post', 'PostPublished', 'other', 'other-published', { authorId: 'nobody' });
  await eventually('both to be handled', async () => {
    const inbox = client.db().collection<{ _id: string }>('wellspring.inbox');
    return (await inbox.findOne({ _id: 'community.PostPublished:other-published' })) !== null;
  });
  await eventually('nothing to be left', nothingIsLeft, 30_000);
  expect(new Map((await told()).map(({ _id, _stamp }) => [_id, _stamp.rev]))).toEqual(revisions);
  await unit.stop();
});

test('a process that dies between handing an e-mail over and writing that down: it is sent again under the same Message-ID', async () => {
  const env = { INSTANCE: 'notifications-1', SMTP_URL: mail.url };
  const doomed = await startUnitProcess('notifications', servers, { ...env, WELLSPRING_CRASH_AT: 'after-effect' });
  await orders.tell('Order', 'OrderPaid', 'o1', 'o1-paid', { memberId: 'fan7' });
  expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(mail.received).toHaveLength(1);

  const unit = await startUnitProcess('notifications', servers, env);
  const sent = () => client.db().collection<{ email: { status: string } }>('Notification').findOne({ subjectId: 'o1' });
  await eventually('it to be sent', async () => (await sent())?.email.status === 'SENT', 60_000);
  expect(mail.received.map(({ to }) => to)).toEqual(['fan7@example.org', 'fan7@example.org']);
  expect(new Set(mail.received.map(({ messageId }) => messageId)).size).toBe(1);
  await unit.stop();
});
