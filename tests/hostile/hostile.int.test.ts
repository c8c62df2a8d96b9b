import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTokenIssuer, type TokenIssuer } from '@wellspring/kit/testing';
import { json, posted } from '../../gateway/src/testing/hostile/HostileRequest.ts';
import { hostileRequests } from '../../gateway/src/testing/hostile/hostileRequests.ts';
import { isRefused } from '../../gateway/src/testing/hostile/isRefused.ts';
import { sendHostile } from '../../gateway/src/testing/hostile/sendHostile.ts';
import { startHostileSubgraphs } from '../../gateway/src/testing/hostile/startHostileSubgraphs.ts';
import type { TestSubgraph } from '../../gateway/src/testing/startSubgraph.ts';
import { startTestGateway, type TestGateway } from '../../gateway/src/testing/startTestGateway.ts';

const agent = new Agent({ keepAlive: true });
const good = JSON.stringify({ query: '{ people { id notes { text } } }' });
let issuer: TokenIssuer;
let subgraphs: readonly TestSubgraph[];
let gateway: TestGateway;
let origin: string;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  subgraphs = await startHostileSubgraphs();
  gateway = await startTestGateway(subgraphs, { exploration: false, identity: 'token', tokens: issuer.tokens });
  origin = new URL(gateway.gateway.url).origin;
});

afterAll(async () => {
  agent.destroy();
  await gateway.stop();
  await Promise.all([issuer.stop(), ...subgraphs.map((subgraph) => subgraph.stop())]);
});

describe('a gateway in production, over real subgraphs', () => {
  test('there are three hundred bad requests and more, no two of one name', () => {
    expect(new Set(hostileRequests.map(({ name }) => name)).size).toBe(hostileRequests.length);
    expect(hostileRequests.length).toBeGreaterThan(300);
  });

  test.each(hostileRequests.map((hostile) => [hostile.name, hostile] as const))(
    'refuses %s',
    async (_name, hostile) => {
      const answer = await sendHostile(origin, hostile, agent);

      if (!isRefused(answer)) throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    },
  );

  test('refuses tokens that were signed by the right key for something else', async () => {
    const signed = await issuer.sign();
    const [header, payload, signature = ''] = signed.split('.');
    const wrong = {
      expired: await issuer.sign({ expiresIn: -3_600 }),
      'of another issuer': await issuer.sign({ iss: 'evil' }),
      'for another audience': await issuer.sign({ aud: 'other' }),
      'of another type': await issuer.sign({ typ: 'JWT' }),
      'of another role': await issuer.sign({ role: 'root' }),
      'of no member': await issuer.sign({ sub: '' }),
      'of an unknown key': await issuer.sign({ kid: 'key-99' }),
      'with another payload': `${header}.${Buffer.from('{"sub":"m2","role":"staff"}').toString('base64url')}.${signature}`,
      'with a signature cut off': `${header}.${payload}.${signature.slice(0, -4)}`,
    };
    for (const [what, token] of Object.entries(wrong)) {
      const hostile = posted(what, good, { ...json, authorization: `Bearer ${token}` });
      expect([what, (await sendHostile(origin, hostile)).status]).toEqual([what, 401]);
    }
    const right = posted('right', good, { ...json, authorization: `Bearer ${signed}` });
    expect((await sendHostile(origin, right)).status).toBe(200);
  });

  test('afterwards it answers as before, and has logged no fault of its own', async () => {
    expect(await sendHostile(origin, posted('good', good))).toEqual({
      status: 200,
      text: expect.stringContaining('"data":{"people":[{"id":"1","notes":[{"text":"two"}]}'),
    });
    expect(gateway.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    expect(Object.prototype).not.toHaveProperty('admin');
  });
});
