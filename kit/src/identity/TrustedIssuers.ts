import { decodeJwt } from 'jose';
import type { Logger } from 'pino';
import type { Identity } from './Identity.ts';
import type { TokenConfig } from './IdentityConfig.ts';
import { ALGORITHM, KeyCache, type KeyStore } from './KeyCache.ts';
import { invalid, TOKEN_TYPE, TokenVerifier } from './TokenVerifier.ts';
import type { TrustedIssuer } from './TrustedIssuer.ts';

/** What {@link TrustedIssuers} needs. */
export interface TrustedIssuersOptions {
  /** Members. */
  readonly tokens: TokenConfig | undefined;
  /** Whose tokens are believed besides. */
  readonly issuers?: readonly TrustedIssuer[] | undefined;
  readonly now: () => Date;
  readonly log: Logger;
}

interface Known {
  /** Where its keys are kept: members' are `keys`, another's `keys:<issuer>`. */
  readonly storeKey: string;
  readonly keys: KeyCache;
  readonly verifier: TokenVerifier;
}

/** Everyone whose access tokens are believed, each with its own keys, audience and algorithms. */
export class TrustedIssuers {
  readonly #known = new Map<string, Known>();

  constructor({ tokens, issuers = [], now, log }: TrustedIssuersOptions) {
    const members: readonly TrustedIssuer[] =
      tokens === undefined
        ? []
        : [{ ...tokens, algorithms: [ALGORITHM], type: TOKEN_TYPE, subject: 'sub', actor: 'role' }];
    for (const trusted of [...members, ...issuers]) {
      const { jwksUrl: url, algorithms, issuer } = trusted;
      const keys = new KeyCache({ url, algorithms, log });
      this.#known.set(issuer, {
        storeKey: issuer === tokens?.issuer ? 'keys' : `keys:${issuer}`,
        keys,
        verifier: new TokenVerifier({ ...trusted, keys, now }),
      });
    }
  }

  /** Undefined where nobody is trusted. */
  get verifier(): Pick<TokenVerifier, 'verify'> | undefined {
    const [only, ...others] = this.#known.values();
    if (only === undefined) return undefined;
    return others.length === 0 ? only.verifier : { verify: (token) => this.#verify(token) };
  }

  /** Begins to look at keys from time to time. */
  start(): void {
    for (const { keys } of this.#known.values()) keys.start();
  }

  stop(): void {
    for (const { keys } of this.#known.values()) keys.stop();
  }

  /** Takes what was kept of each issuer's keys, and keeps what comes. */
  async keepIn(storeOf: (key: string) => KeyStore): Promise<void> {
    for (const { storeKey, keys } of this.#known.values()) await keys.keepIn(storeOf(storeKey));
  }

  /** The issuer that a token names says by which keys and rules it is checked, its name included. */
  async #verify(token: string): Promise<Identity> {
    let issuer: string | undefined;
    try {
      issuer = decodeJwt(token).iss;
    } catch (error) {
      throw invalid('it is malformed', error);
    }
    const known = this.#known.get(issuer ?? '');
    if (known === undefined) throw invalid('its issuer is not trusted here');
    return known.verifier.verify(token);
  }
}
