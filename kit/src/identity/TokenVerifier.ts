import { errors, jwtVerify } from 'jose';
import { WellspringError } from '../errors/WellspringError.ts';
import { type Actor, isMemberId, isStaffName } from '../unit/Actor.ts';
import { ALGORITHM, type KeyCache } from './KeyCache.ts';

/** What of a token is pinned, and by which clock it is read. */
export interface TokenVerifierOptions {
  readonly keys: Pick<KeyCache, 'key'>;
  readonly issuer: string;
  readonly audience: string;
  readonly now: () => Date;
}

/** Whom an access token can name. */
export type TokenActor = Extract<Actor, { kind: 'member' | 'staff' }>;

/** How far clocks may be apart, in seconds. */
export const CLOCK_TOLERANCE = 30;
/** The header's `typ` of an access token, RFC 9068: a token for something else is none. */
export const TOKEN_TYPE = 'at+jwt';

const LONGEST_TOKEN = 4_096; // characters

/** Checks access tokens: signature, algorithm, type, issuer, audience and times. */
export class TokenVerifier {
  readonly #options: TokenVerifierOptions;

  constructor(options: TokenVerifierOptions) {
    this.#options = options;
  }

  /**
   * Who signed in with that token.
   * @throws WellspringError ACCESS_TOKEN_INVALID, ACCESS_TOKEN_EXPIRED, KEYS_UNAVAILABLE
   */
  async verify(token: string): Promise<TokenActor> {
    const { keys, issuer, audience, now } = this.#options;
    if (token.length > LONGEST_TOKEN) throw invalid(`it is longer than ${LONGEST_TOKEN} characters`);
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = kid === undefined ? undefined : await keys.key(kid);
          if (key === undefined) throw invalid('it is not signed with a key of ours');
          return key;
        },
        {
          algorithms: [ALGORITHM],
          typ: TOKEN_TYPE,
          issuer,
          audience,
          clockTolerance: CLOCK_TOLERANCE,
          currentDate: now(),
          requiredClaims: ['sub', 'iat', 'exp'],
        },
      );
      const { sub = '', role } = payload;
      if (role === 'member' && isMemberId(sub)) return { kind: 'member', memberId: sub };
      if (role === 'staff' && isStaffName(sub)) return { kind: 'staff', name: sub };
      throw invalid('it names neither a member nor staff');
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new WellspringError('ACCESS_TOKEN_EXPIRED', 'The access token has expired.', { cause: error });
      }
      if (error instanceof errors.JOSEError) throw invalid('it is malformed, altered, or not for here', error);
      throw error;
    }
  }
}

function invalid(why: string, cause?: unknown): WellspringError {
  return new WellspringError('ACCESS_TOKEN_INVALID', `The access token is not accepted: ${why}.`, { cause });
}
