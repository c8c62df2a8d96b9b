import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { GatewayVerifier, gatewayPublicKey, type Identity, identify } from '@wellspring/kit/identity';
import { GatewaySigner } from './GatewaySigner.ts';

const keyOf = (seed: string) => createHash('sha256').update(seed).digest('base64url');
const PRIVATE = keyOf('one');
const OTHER = keyOf('two');
const member: Identity = {
  actor: { kind: 'member', memberId: 'm1' },
  scopes: new Set(['a', 'b']),
  policies: new Set(['p']),
};
let now = new Date('2026-03-01T09:00:00Z');
const clock = () => now;
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};
beforeEach(() => {
  now = new Date('2026-03-01T09:00:00Z');
});

const signer = () => new GatewaySigner(PRIVATE, clock);
const verifier = (keys = [gatewayPublicKey(PRIVATE)], unit = 'orders') =>
  new GatewayVerifier({ unit, keys, now: clock });
const refusal = expect.objectContaining({ code: 'GATEWAY_TOKEN_REQUIRED' });

describe("the gateway's token", () => {
  test('says who acts, or that nobody does', async () => {
    const token = signer().tokenFor('orders', member, 'Bearer x');
    expect(await verifier().verify(token)).toMatchObject({ identity: member });
    expect(await verifier().verify(signer().tokenFor('orders', undefined, undefined))).toMatchObject({
      identity: null,
    });
    const staff: Identity = { actor: { kind: 'staff', name: 'eva' }, scopes: new Set(), policies: new Set() };
    expect(await verifier().verify(signer().tokenFor('orders', staff, 'Bearer y'))).toMatchObject({ identity: staff });
    const machine: Identity = { actor: null, scopes: new Set(['read']), policies: new Set() };
    expect(await verifier().verify(signer().tokenFor('orders', machine, 'z'))).toMatchObject({ identity: machine });
  });

  test('is signed once for an identity and a subgraph, for half of its life', async () => {
    const one = signer();
    const first = one.tokenFor('orders', member, 'Bearer x');
    expect(one.tokenFor('orders', member, 'Bearer x')).toBe(first);
    expect(one.tokenFor('payments', member, 'Bearer x')).not.toBe(first);
    expect(one.tokenFor('orders', member, 'Bearer y')).not.toBe(one.tokenFor('orders', undefined, undefined));
    later(29);
    expect(one.tokenFor('orders', member, 'Bearer x')).toBe(first);
    later(2);
    const next = one.tokenFor('orders', member, 'Bearer x');
    expect(next).not.toBe(first);
    expect(await verifier().verify(next)).toMatchObject({ identity: member });
  });

  test.each<[string, () => string, string[] | undefined]>([
    ['for another unit', () => signer().tokenFor('payments', member, 'x'), undefined],
    ['of another key', () => new GatewaySigner(OTHER, clock).tokenFor('orders', member, 'x'), undefined],
    ['where no key is known', () => signer().tokenFor('orders', member, 'x'), []],
    ['that is altered', () => signer().tokenFor('orders', member, 'x').replace(/.{6}$/, 'AAAAAA'), undefined],
    ['that is none', () => 'token', undefined],
    ['that is very long', () => randomBytes(20_000).toString('base64url'), undefined],
  ])('one %s is refused', async (_what, token, keys) => {
    await expect(verifier(keys).verify(token())).rejects.toEqual(refusal);
  });

  test('lasts a minute, and as long as clocks may be apart; also where it is remembered', async () => {
    const token = signer().tokenFor('orders', member, 'x');
    const one = verifier();
    await one.verify(token);
    later(85);
    expect(await one.verify(token)).toMatchObject({ identity: member });
    expect(await verifier().verify(token)).toMatchObject({ identity: member });
    later(10);
    await expect(one.verify(token)).rejects.toEqual(refusal);
    await expect(verifier().verify(token)).rejects.toEqual(refusal);
  });

  test('is good with the old key and the new one while keys are changed', async () => {
    const both = verifier([gatewayPublicKey(PRIVATE), gatewayPublicKey(OTHER)]);
    expect(await both.verify(signer().tokenFor('orders', member, 'x'))).toMatchObject({ identity: member });
    const next = new GatewaySigner(OTHER, clock);
    expect(await both.verify(next.tokenFor('orders', member, 'x'))).toMatchObject({ identity: member });
  });
});

describe('a unit', () => {
  const gateway = (required: boolean) => ({ verifier: verifier(), required });
  const mode = 'development' as const;
  const header = (token: string) => ({ 'x-wellspring-gateway': token });

  test('that answers the gateway alone refuses everything else', async () => {
    const identification = { mode, verifier: undefined, gateway: gateway(true) };
    await expect(identify({ 'x-wellspring-actor': 'm7' }, identification)).rejects.toEqual(refusal);
    await expect(identify(header(''), identification)).rejects.toEqual(refusal);
    await expect(identify(header('forged'), identification)).rejects.toEqual(refusal);
    const nobody = signer().tokenFor('orders', undefined, undefined);
    expect(await identify(header(nobody), identification)).toBeNull();
    expect(await identify({ ...header(nobody), 'x-wellspring-actor': 'm7' }, identification)).toMatchObject({
      actor: { memberId: 'm7' },
    });
  });

  test('believes whom the gateway names, without the access token', async () => {
    const token = signer().tokenFor('orders', member, 'x');
    const headers = { ...header(token), authorization: 'Bearer nobody-looks-at-this', 'x-wellspring-actor': 'm7' };
    expect(await identify(headers, { mode: 'token', verifier: undefined, gateway: gateway(true) })).toEqual(member);
  });

  test('that answers anybody refuses a forged token all the same', async () => {
    const identification = { mode, verifier: undefined, gateway: gateway(false) };
    await expect(identify(header('forged'), identification)).rejects.toEqual(refusal);
    expect(await identify({}, identification)).toBeNull();
  });
});
