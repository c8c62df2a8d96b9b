import { type KeyObject, sign } from 'node:crypto';
import {
  claimsOf,
  GATEWAY_ISSUER,
  GATEWAY_TOKEN_LIFETIME,
  GATEWAY_TOKEN_TYPE,
  gatewayPrivateKey,
  gatewayPublicKey,
  type Identity,
} from '@wellspring/kit/identity';
import { LRUCache } from 'lru-cache';

/** Tokens that are kept: of whoever asked last. */
const KEPT = 20_000;
/** How much of its life a token has at least left when it is sent; s. */
const LEAST_LEFT = GATEWAY_TOKEN_LIFETIME / 2;

type Kept = { readonly token: string; readonly until: number };

/**
 * Vouches to subgraphs for the requests that the gateway sends: a token (JWS, EdDSA) for one subgraph, with who acts. It is signed once
 * for each of them and half a minute, at once (`node:crypto` does not wait for a thread), so that a fetch costs a look into a map.
 */
export class GatewaySigner {
  readonly #key: KeyObject;
  readonly #header: string;
  readonly #now: () => Date;
  readonly #kept = new LRUCache<string, Kept>({ max: KEPT });

  /** @param privateKey as text */
  constructor(privateKey: string, now: () => Date = () => new Date()) {
    this.#key = gatewayPrivateKey(privateKey);
    this.#header = part({ alg: 'EdDSA', typ: GATEWAY_TOKEN_TYPE, kid: gatewayPublicKey(privateKey) });
    this.#now = now;
  }

  /**
   * @param subgraph whom the token is for
   * @param identity who acts, if that was verified
   * @param authorization what it was verified by: the same for the same identity
   */
  tokenFor(subgraph: string, identity: Identity | undefined, authorization: string | undefined): string {
    const now = this.#now().getTime() / 1_000;
    const key = identity === undefined ? subgraph : `${subgraph} ${authorization}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && now < kept.until) return kept.token;
    const iat = Math.floor(now);
    const claims = part({
      ...(identity === undefined ? {} : claimsOf(identity)),
      ...{ iss: GATEWAY_ISSUER, aud: subgraph, iat, exp: iat + GATEWAY_TOKEN_LIFETIME },
    });
    const signed = `${this.#header}.${claims}`;
    const token = `${signed}.${sign(null, Buffer.from(signed), this.#key).toString('base64url')}`;
    this.#kept.set(key, { token, until: iat + LEAST_LEFT });
    return token;
  }
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
