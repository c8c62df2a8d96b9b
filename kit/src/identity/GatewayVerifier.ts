import { type CryptoKey, importJWK, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { WellspringError } from '../errors/WellspringError.ts';
import { isMemberId, isStaffName } from '../unit/Actor.ts';
import { GATEWAY_ISSUER, GATEWAY_TOKEN_TYPE } from './GatewayToken.ts';
import { type Identity, rightsOf } from './Identity.ts';
import { ALGORITHM } from './KeyCache.ts';
import { CLOCK_TOLERANCE } from './TokenVerifier.ts';

/** What a unit knows of the gateway. */
export interface GatewayVerifierOptions {
  /** The unit's own name: tokens for others are none. */
  readonly unit: string;
  /** Public keys as text; two while they are changed. */
  readonly keys: readonly string[];
  readonly now: () => Date;
}

/** What a token of the gateway says. */
export interface FromGateway {
  /** Null: nobody is signed in, or the gateway could not tell and leaves it to the access token. */
  readonly identity: Identity | null;
}

/** Tokens that are remembered: the gateway sends the same one for some time. */
const REMEMBERED = 5_000;
const LONGEST_TOKEN = 8_192; // characters

/** Checks that a request comes from the gateway, and was meant for this unit. */
export class GatewayVerifier {
  readonly #options: GatewayVerifierOptions;
  readonly #keys = new Map<string, Promise<CryptoKey>>();
  readonly #known = new LRUCache<string, FromGateway & { readonly until: number }>({ max: REMEMBERED });

  constructor(options: GatewayVerifierOptions) {
    this.#options = options;
    for (const x of options.keys)
      this.#keys.set(x, importJWK({ kty: 'OKP', crv: 'Ed25519', x }, ALGORITHM) as Promise<CryptoKey>);
  }

  /** @throws WellspringError GATEWAY_TOKEN_REQUIRED when it is not good */
  async verify(token: string): Promise<FromGateway> {
    const { unit, now } = this.#options;
    const known = this.#known.get(token);
    if (known !== undefined && now().getTime() < known.until) return known;
    if (token.length > LONGEST_TOKEN) throw refused('it is too long');
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = await this.#keys.get(kid ?? '');
          if (key === undefined) throw refused('it is not signed with a key of the gateway that is known here');
          return key;
        },
        {
          algorithms: [ALGORITHM],
          typ: GATEWAY_TOKEN_TYPE,
          issuer: GATEWAY_ISSUER,
          audience: unit,
          clockTolerance: CLOCK_TOLERANCE,
          currentDate: now(),
          requiredClaims: ['iat', 'exp'],
        },
      );
      const { sub = '', role, exp = 0 } = payload;
      const rights = rightsOf(payload);
      let identity: Identity | null = null;
      if (role === 'member' && isMemberId(sub)) identity = { actor: { kind: role, memberId: sub }, ...rights };
      else if (role === 'staff' && isStaffName(sub)) identity = { actor: { kind: role, name: sub }, ...rights };
      else if (rights.scopes.size + rights.policies.size > 0) identity = { actor: null, ...rights };
      const found = { identity, until: (exp + CLOCK_TOLERANCE) * 1_000 };
      this.#known.set(token, found);
      return found;
    } catch (error) {
      if (error instanceof WellspringError) throw error;
      throw refused('it is malformed, altered, too old, or for somebody else', error);
    }
  }
}

function refused(why: string, cause?: unknown): WellspringError {
  return new WellspringError(
    'GATEWAY_TOKEN_REQUIRED',
    `This unit answers the gateway alone, and its token is not accepted: ${why}.`,
    {
      cause,
    },
  );
}
