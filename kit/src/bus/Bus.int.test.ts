import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { freePort, type NatsServer, startNats } from '../embedded/index.ts';
import { eventually } from '../testing/eventually.ts';
import { Bus } from './Bus.ts';

jest.setTimeout(20_000); // longer than `eventually` waits

let server: NatsServer;
const buses: Bus[] = [];

beforeAll(async () => {
  server = await startNats();
}, 60_000);
afterAll(async () => {
  await Promise.all(buses.map((bus) => bus.stop()));
  await server?.stop();
});

/** A started bus, what it logged, and how often it said that it was up and down. */
function start(url: string, user?: string, password?: string) {
  const lines: { msg: string; problem?: string; subject?: string }[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const bus = new Bus({ unit: 'members', url, user, password, log });
  const seen = { up: 0, down: 0 };
  bus.watch(
    () => {
      seen.up += 1;
    },
    () => {
      seen.down += 1;
    },
  );
  bus.start();
  buses.push(bus);
  return { bus, lines, seen, said: (msg: string) => lines.filter((line) => line.msg === msg) };
}
const signIn = (password: string) => `authorization { users: [{ user: "members", password: "${password}" }] }`;

test('uses before the first connection are our own fault, and say so', () => {
  const bus = new Bus({ unit: 'members', url: server.url, log: pino({ level: 'silent' }) });
  expect(() => bus.connection).toThrow('invariant: the bus was used before it was connected');
  expect(bus.state).toBe('waiting');
  expect(() => bus.tell('doorbell.members')).not.toThrow();
});

describe('a broker that is away', () => {
  test('is waited for, said once, and found when it comes', async () => {
    const port = await freePort();
    const { bus, said, seen } = start(`nats://127.0.0.1:${port}`);
    await eventually('it to be said', () => said('waiting for NATS').length > 0);
    expect(bus.state).toBe('waiting');
    const late = await startNats({ port });
    try {
      await bus.ready;
      expect([bus.state, seen.up, seen.down]).toEqual(['connected', 1, 0]);
      expect(said('waiting for NATS')).toMatchObject([{ problem: 'it does not answer' }]);
    } finally {
      await bus.stop();
      await late.stop();
    }
  });

  test('that goes and comes back is told as a loss and a return; subscriptions hold', async () => {
    const { bus, seen } = start(server.url);
    await bus.ready;
    const heard: string[] = [];
    bus.subscribe('doorbell.members', (payload) => heard.push(Buffer.from(payload).toString()));
    await server.kill();
    await eventually('the loss', () => bus.state === 'disconnected');
    expect([seen.up, seen.down]).toEqual([1, 1]);
    bus.tell('doorbell.members', 'lost'); // nobody rings a bell later
    await server.restart();
    await eventually('the return', () => bus.connected);
    expect([seen.up, seen.down]).toEqual([2, 1]);
    bus.tell('doorbell.members', 'heard');
    await eventually('the message', () => heard.length > 0);
    expect(heard).toEqual(['heard']);
  });

  test('does not hold up the end', async () => {
    const never = start(`nats://127.0.0.1:${await freePort()}`);
    const ended = expect(never.bus.ready).rejects.toThrow('the bus was stopped before it was connected');
    await never.bus.stop();
    await ended;
    const lost = start(server.url);
    await lost.bus.ready;
    await server.kill();
    await eventually('the loss', () => lost.bus.state === 'disconnected');
    const began = performance.now();
    await lost.bus.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(lost.bus.state).toBe('closed');
    await server.restart();
  });
});

describe('a broker that refuses the unit', () => {
  test('is named with what to look at, without the password', async () => {
    const strict = await startNats({ authorization: signIn('right') });
    const { bus, lines } = start(strict.url, 'members', 'wrong');
    try {
      const problem = await eventually('the problem', () => bus.problem);
      expect(problem).toBe('NATS refuses the user "members" with this password: see NATS_USER and NATS_PASSWORD');
      expect(lines.filter(({ msg }) => msg === 'waiting for NATS')).toMatchObject([{ problem }]);
      expect(JSON.stringify(lines)).not.toContain('wrong');
      const nobody = start(strict.url);
      expect(await eventually('the problem', () => nobody.bus.problem)).toBe(
        'NATS refuses who gives no user: see NATS_USER and NATS_PASSWORD',
      );
    } finally {
      await strict.stop();
    }
  });

  test('is tried for as long as it takes, also where it let us in before', async () => {
    const port = await freePort();
    const first = await startNats({ port, authorization: signIn('right') });
    const { bus } = start(first.url, 'members', 'right');
    await bus.ready;
    await first.stop();
    const changed = await startNats({ port, authorization: signIn('changed') });
    expect(await eventually('the problem', () => bus.problem)).toContain('NATS refuses the user "members"');
    await changed.stop();
    const again = await startNats({ port, authorization: signIn('right') });
    try {
      await eventually('the return', () => bus.connected);
      expect(bus.problem).toBeUndefined();
    } finally {
      await bus.stop();
      await again.stop();
    }
  });
});

test('a handler that fails is logged with its subject, and hears the next message', async () => {
  const { bus, said } = start(server.url);
  await bus.ready;
  const heard: string[] = [];
  bus.subscribe('ask.members.MemberCard', (payload) => {
    const text = Buffer.from(payload).toString();
    if (text === 'bad') throw new Error('cannot');
    heard.push(text);
  });
  bus.tell('ask.members.MemberCard', 'bad');
  bus.tell('ask.members.MemberCard', 'good');
  await eventually('the second', () => heard.length === 1);
  expect(said('a handler of a subscription failed')).toMatchObject([{ subject: 'ask.members.MemberCard' }]);
});
