import { describe, expect, test } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startNats } from './startNats.ts';

const env = { ...process.env, NATS_URL: '' };

const authorization = `authorization {
  users: [
    { user: members, password: $NATS_PASSWORD_MEMBERS, permissions: { publish: ["view.members.>"], subscribe: ["_INBOX.>"] } }
    { user: operator, password: $NATS_PASSWORD_OPERATOR }
  ]
}`;

describe('an embedded NATS server', () => {
  test('keeps a stream over SIGKILL and restart, at the same address', async () => {
    const server = await startNats({ env });
    try {
      expect(server.kind).toMatch(/^NATS 2\.\d+/);
      const first = await connect({ servers: server.url });
      await (await jetstreamManager(first)).streams.add({ name: 'KEPT', subjects: ['kept.>'] });
      await jetstream(first).publish('kept.one', 'content');
      await first.close();
      await server.kill('SIGKILL');
      await server.restart();
      const second = await connect({ servers: server.url });
      const info = await (await jetstreamManager(second)).streams.info('KEPT');
      expect(info.state.messages).toBe(1);
      await second.close();
    } finally {
      await server.stop();
    }
    expect(server.pid).toBeUndefined();
  }, 30_000);

  test('enforces the permissions it is given, with passwords from the environment', async () => {
    const passwords = { NATS_PASSWORD_MEMBERS: '1Lk-secret', NATS_PASSWORD_OPERATOR: 'o-secret' };
    const server = await startNats({ authorization, env: { ...env, ...passwords } });
    try {
      await expect(connect({ servers: server.url, user: 'members', pass: 'guess' })).rejects.toThrow(/Authorization/i);
      await expect(connect({ servers: server.url })).rejects.toThrow(/Authorization/i);
      const members = await connect({ servers: server.url, user: 'members', pass: '1Lk-secret' });
      const refused = (async () => {
        for await (const status of members.status()) if (status.type === 'error') return status.error.message;
        return 'closed without an error';
      })();
      members.publish('view.catalog.ProductListing.1');
      await members.flush();
      expect(await refused).toMatch(/permissions violation.*view\.catalog\.ProductListing\.1/i);
      await members.close();
    } finally {
      await server.stop();
    }
  }, 30_000);

  test('a configuration that it does not accept is shown', async () => {
    const start = startNats({ authorization: 'authorization { users: [', env });
    await expect(start).rejects.toThrow(/NATS ended while starting[\s\S]*It said:/);
  }, 30_000);

  test('NATS_URL is used as it is', async () => {
    const server = await startNats({ env });
    try {
      const given = await startNats({ env: { NATS_URL: server.url } });
      expect(given).toMatchObject({ url: server.url, kind: server.kind, pid: undefined });
      await expect(given.restart()).rejects.toMatchObject({ code: 'EMBEDDED_SERVER_EXTERNAL' });
    } finally {
      await server.stop();
    }
  }, 30_000);
});
