import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { pino } from 'pino';
import { startTokenIssuer, type TokenIssuer } from '../testing/tokenIssuer.ts';
import type { TrustedIssuer } from './TrustedIssuer.ts';
import { TrustedIssuers } from './TrustedIssuers.ts';

const log = pino({ level: 'silent' });
const ISSUER = 'https://idp.example/';
let members: TokenIssuer;
let privateKey: CryptoKey;
let trusted: TrustedIssuers;
let other: TrustedIssuer;
const published = createServer((_request, response) => response.end(JSON.stringify({ keys })));
let keys: object[] = [];

beforeAll(async () => {
  members = await startTokenIssuer();
  const pair = await generateKeyPair('RS256', { extractable: true });
  privateKey = pair.privateKey;
  // As many providers do: without alg, and a key for encryption beside it.
  const jwk = await exportJWK(pair.publicKey);
  keys = [
    { ...jwk, kid: 'enc', use: 'enc' },
    { ...jwk, kid: 'rsa', use: 'sig' },
  ];
  await new Promise<void>((resolve) => published.listen(0, '127.0.0.1', resolve));
  const { port } = published.address() as AddressInfo;
  other = {
    issuer: ISSUER,
    jwksUrl: `http://127.0.0.1:${port}/`,
    audience: 'shop',
    algorithms: ['RS256'],
    type: 'JWT',
    subject: 'member_id',
    actor: 'member',
  };
  const machines: TrustedIssuer = { ...other, issuer: 'machines', subject: 'sub', actor: 'none' };
  trusted = new TrustedIssuers({ tokens: members.tokens, issuers: [other, machines], now: () => new Date(), log });
});
afterAll(async () => {
  trusted.stop();
  await members.stop();
  published.closeAllConnections();
  await new Promise((resolve) => published.close(resolve));
});

const sign = async (claims: object, { iss = ISSUER, aud = 'shop', alg = 'RS256', kid = 'rsa' } = {}) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .setIssuer(iss)
    .setAudience(aud)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(await importJWK(await exportJWK(privateKey), alg));
const verify = async (token: string) => trusted.verifier?.verify(token);
const refusal = expect.objectContaining({ code: 'ACCESS_TOKEN_INVALID' });

test("members' tokens and those of other issuers are accepted, each as its issuer's rules say", async () => {
  expect(await verify(await members.sign())).toMatchObject({ actor: { kind: 'member', memberId: 'm1' } });
  expect(await verify(await sign({ member_id: 'm7', sub: 'x', scope: 'a b' }))).toMatchObject({
    actor: { kind: 'member', memberId: 'm7' },
    scopes: new Set(['a', 'b']),
  });
  expect(await verify(await sign({ sub: 'billing|1', policies: ['p'] }, { iss: 'machines' }))).toMatchObject({
    actor: null,
    policies: new Set(['p']),
  });
});

test.each([
  ['of an issuer that is not trusted', { member_id: 'm7' }, { iss: 'https://evil.example/' }],
  ['that says to come from members', { sub: 'm7', role: 'member' }, { iss: 'wellspring:members', aud: 'wellspring' }],
  ['for another audience', { member_id: 'm7' }, { aud: 'wellspring' }],
  ['signed in another way than pinned', { member_id: 'm7' }, { alg: 'PS256' }],
  ['signed with a key for something else', { member_id: 'm7' }, { kid: 'enc' }],
  ['without the claim that names the member', { sub: 'm7', role: 'staff' }, {}],
  ['of a member whose id is none', { member_id: 'staff:root' }, {}],
])('one %s is refused', async (_what, claims, how) => {
  await expect(sign(claims, how).then(verify)).rejects.toEqual(refusal);
});

test('a key that does not say its algorithm is good for each that is pinned and that it fits', async () => {
  const either = new TrustedIssuers({
    tokens: undefined,
    issuers: [{ ...other, algorithms: ['ES256', 'RS256', 'PS256'] }],
    now: () => new Date(),
    log,
  });
  for (const alg of ['RS256', 'PS256'])
    expect(await sign({ member_id: 'm7' }, { alg }).then((token) => either.verifier?.verify(token))).toMatchObject({
      actor: { kind: 'member', memberId: 'm7' },
    });
});

test('what is no token is refused', async () => {
  await expect(verify('no token')).rejects.toEqual(refusal);
});
