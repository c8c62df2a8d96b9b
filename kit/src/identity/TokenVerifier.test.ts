import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { startTokenIssuer, type TokenIssuer } from '../testing/tokenIssuer.ts';
import { identify } from './identify.ts';
import { KeyCache, type PublishedKeys } from './KeyCache.ts';
import { TokenVerifier } from './TokenVerifier.ts';

const log = pino({ level: 'silent' });
let issuer: TokenIssuer;
let keys: KeyCache;
let verifier: TokenVerifier;

beforeAll(async () => {
  issuer = await startTokenIssuer();
});
afterAll(() => issuer.stop());
beforeEach(() => {
  keys = new KeyCache({ url: issuer.tokens.jwksUrl, log });
  verifier = new TokenVerifier({ ...issuer.tokens, keys, now: () => new Date() });
});

const coded = (code: string) => expect.objectContaining({ code });
const text = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token', () => {
  test('names a member or staff', async () => {
    const none = { scopes: new Set(), policies: new Set() };
    expect(await verifier.verify(await issuer.sign())).toEqual({
      ...none,
      actor: { kind: 'member', memberId: 'm1' },
    });
    expect(await verifier.verify(await issuer.sign({ role: 'staff', sub: 'eva' }))).toEqual({
      ...none,
      actor: { kind: 'staff', name: 'eva' },
    });
  });

  test('says what it allows', async () => {
    const token = await issuer.sign({ scope: ' orders:read  orders:write', policies: ['adult', 'resident'] });
    expect(await verifier.verify(token)).toMatchObject({
      scopes: new Set(['orders:read', 'orders:write']),
      policies: new Set(['adult', 'resident']),
    });
  });

  test.each([
    ['another issuer', { iss: 'somebody' }],
    ['another audience', { aud: 'another' }],
    ['another type', { typ: 'JWT' }],
    ['a role that there is not', { role: 'replication' }],
    ['a member who is no member', { sub: 'staff:eva' }],
    ['a key that is not published', { kid: 'another' }],
  ])('of %s is refused', async (_what, token) => {
    await expect(verifier.verify(await issuer.sign(token))).rejects.toEqual(coded('ACCESS_TOKEN_INVALID'));
  });

  test('that is too old is refused by its own code, with tolerance for clocks', async () => {
    await expect(verifier.verify(await issuer.sign({ expiresIn: -40 }))).rejects.toEqual(coded('ACCESS_TOKEN_EXPIRED'));
    expect(await verifier.verify(await issuer.sign({ expiresIn: -10 }))).toMatchObject({ actor: { memberId: 'm1' } });
  });

  test('that is altered, not signed, or signed with the public key as a secret is refused', async () => {
    const [header = '', payload = '', signature = ''] = (await issuer.sign()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const { kid, x = '' } = issuer.published[0] ?? {};
    const confused = `${text({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`;
    const forged = [
      `${header}.${text({ ...claims, sub: 'm2' })}.${signature}`,
      `${text({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`,
      `${confused}.${createHmac('sha256', Buffer.from(x, 'base64url')).update(confused).digest('base64url')}`,
      'no token',
      'x'.repeat(10_000),
    ];
    for (const token of forged) await expect(verifier.verify(token)).rejects.toEqual(coded('ACCESS_TOKEN_INVALID'));
  });
});

describe('the keys', () => {
  test('are looked at again when a token names one that is not known, but not for each such token', async () => {
    await verifier.verify(await issuer.sign());
    const before = issuer.asked();
    await Promise.allSettled(
      Array.from({ length: 20 }, async (_, n) => verifier.verify(await issuer.sign({ kid: `unknown-${n}` }))),
    );
    expect(issuer.asked()).toBe(before);

    const eager = new KeyCache({ url: issuer.tokens.jwksUrl, log, unknownInterval: 0 });
    const [first = ''] = issuer.published.map(({ kid }) => kid ?? '');
    expect(await eager.key(first)).toBeDefined();
    const next = await issuer.rotate();
    expect(await eager.key(next)).toBeDefined();
    expect(await keys.key(next)).toBeUndefined(); // it has looked a moment ago
    issuer.published = issuer.published.filter(({ kid }) => kid !== first);
    expect(await eager.key('unknown')).toBeUndefined();
    expect(await eager.key(first)).toBeUndefined(); // no longer published
  });

  test('stay while members is down, and over a restart where they are kept', async () => {
    let kept: PublishedKeys | null = null;
    const store = {
      load: async () => kept,
      save: async (published: PublishedKeys) => {
        kept = published;
      },
    };
    await keys.keepIn(store);
    const token = await issuer.sign();
    await verifier.verify(token);
    await issuer.stop();
    try {
      expect(await verifier.verify(token)).toMatchObject({ actor: { memberId: 'm1' } });
      const restarted = new KeyCache({ url: issuer.tokens.jwksUrl, log });
      const after = new TokenVerifier({ ...issuer.tokens, keys: restarted, now: () => new Date() });
      await expect(after.verify(token)).rejects.toEqual(coded('KEYS_UNAVAILABLE'));
      await restarted.keepIn(store);
      expect(await after.verify(token)).toMatchObject({ actor: { memberId: 'm1' } });
    } finally {
      await issuer.restart();
    }
  });

  test('of which one is broken are good but for that one', async () => {
    const good = [...issuer.published];
    try {
      issuer.published.unshift({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', kid: 'broken', x: 'AA' } as never);
      expect(await verifier.verify(await issuer.sign())).toMatchObject({ actor: { memberId: 'm1' } });
      await expect(verifier.verify(await issuer.sign({ kid: 'broken' }))).rejects.toEqual(
        coded('ACCESS_TOKEN_INVALID'),
      );
    } finally {
      issuer.published.splice(0, issuer.published.length, ...good);
    }
  });

  test('that are none, or not of the algorithm, replace nothing', async () => {
    const eager = new KeyCache({ url: issuer.tokens.jwksUrl, log, unknownInterval: 0 });
    const good = issuer.published;
    const { kid = '' } = good.at(-1) ?? {};
    expect(await eager.key(kid)).toBeDefined();
    issuer.published = [{ kty: 'oct', k: 'c2VjcmV0', kid: 'secret', alg: 'HS256' }];
    await expect(eager.key('secret')).rejects.toEqual(coded('KEYS_UNAVAILABLE'));
    expect(await eager.key(kid)).toBeDefined();
    issuer.published = good;
  });
});

describe('who acts', () => {
  const header = { 'x-wellspring-actor': 'm7' };

  test('is told by the token, else in development by the header, else is nobody', async () => {
    const authorization = `Bearer ${await issuer.sign()}`;
    const member = (memberId: string) => ({ actor: { kind: 'member', memberId } });
    expect(await identify({ authorization, ...header }, { mode: 'development', verifier })).toMatchObject(member('m1'));
    expect(await identify({ authorization }, { mode: 'token', verifier })).toMatchObject(member('m1'));
    expect(await identify(header, { mode: 'development', verifier })).toMatchObject(member('m7'));
    expect(await identify(header, { mode: 'token', verifier })).toBeNull();
    expect(await identify({}, { mode: 'token', verifier })).toBeNull();
  });

  test('is an error where a token is not accepted, never nobody', async () => {
    const refused = (authorization: string, identification: Parameters<typeof identify>[1]) =>
      expect(identify({ authorization, ...header }, identification)).rejects.toEqual(coded('ACCESS_TOKEN_INVALID'));
    await refused('Basic bTE6cHc=', { mode: 'development', verifier });
    await refused('Bearer nonsense', { mode: 'development', verifier });
    await refused(`Bearer ${await issuer.sign()}`, { mode: 'none', verifier });
    await refused(`Bearer ${await issuer.sign()}`, { mode: 'development', verifier: undefined });
  });
});
