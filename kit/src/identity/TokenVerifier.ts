import { errors, jwtVerify } from 'jose';
import { WellspringError } from '../errors/WellspringError.ts';
import { type Actor, isMemberId, isStaffName } from '../unit/Actor.ts';
import { type Identity, rightsOf } from './Identity.ts';
import { ALGORITHM, type KeyCache } from './KeyCache.ts';
import type { Algorithm, SubjectKind } from './TrustedIssuer.ts';

/** What of a token is pinned, and by which clock it is read. */
export interface TokenVerifierOptions {
  readonly keys: Pick<KeyCache, 'key'>;
  readonly issuer: string;
  readonly audience: string;
  readonly now: () => Date;
  /** Default: the one that members signs with. */
  readonly algorithms?: readonly Algorithm[];
  /** Default {@link TOKEN_TYPE}. */
  readonly type?: string;
  /** The claim that names the actor. Default `sub`. */
  readonly subject?: string;
  /** Default `role`: the claim `role` says whether it is a member or staff. */
  readonly actor?: SubjectKind;
}

/** How far clocks may be apart, in seconds. */
export const CLOCK_TOLERANCE = 30;
/** The header's `typ` of an access token, RFC 9068: a token for something else is none. */
export const TOKEN_TYPE = 'at+jwt';

const LONGEST_TOKEN = 4_096; // characters

/** Checks the access tokens of one issuer: signature, algorithm, type, issuer, audience and times. */
export class TokenVerifier {
  readonly #options: TokenVerifierOptions;

  constructor(options: TokenVerifierOptions) {
    this.#options = options;
  }

  /**
   * Who signed in with that token, and what it allows.
   * @throws WellspringError ACCESS_TOKEN_INVALID, ACCESS_TOKEN_EXPIRED, KEYS_UNAVAILABLE
   */
  async verify(token: string): Promise<Identity> {
    const { keys, issuer, audience, now, algorithms = [ALGORITHM], type = TOKEN_TYPE, subject = 'sub' } = this.#options;
    if (token.length > LONGEST_TOKEN) throw invalid(`it is longer than ${LONGEST_TOKEN} characters`);
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid, alg }) => {
          const key = kid === undefined ? undefined : await keys.key(kid, alg);
          if (key === undefined) throw invalid('it is not signed with a key of ours');
          return key;
        },
        {
          algorithms: [...algorithms],
          typ: type,
          issuer,
          audience,
          clockTolerance: CLOCK_TOLERANCE,
          currentDate: now(),
          requiredClaims: [subject, 'iat', 'exp'],
        },
      );
      return { actor: this.#actorOf(payload[subject], payload.role), ...rightsOf(payload) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new WellspringError('ACCESS_TOKEN_EXPIRED', 'The access token has expired.', { cause: error });
      }
      if (error instanceof errors.JOSEError) throw invalid('it is malformed, altered, or not for here', error);
      throw error;
    }
  }

  #actorOf(subject: unknown, role: unknown): Actor | null {
    const { actor = 'role' } = this.#options;
    if (actor === 'none') return null;
    const kind = actor === 'role' ? role : actor;
    const name = typeof subject === 'string' ? subject : '';
    if (kind === 'member' && isMemberId(name)) return { kind, memberId: name };
    if (kind === 'staff' && isStaffName(name)) return { kind, name };
    throw invalid('it names neither a member nor staff');
  }
}

/** The one error of a token that cannot be believed. */
export function invalid(why: string, cause?: unknown): WellspringError {
  return new WellspringError('ACCESS_TOKEN_INVALID', `The access token is not accepted: ${why}.`, { cause });
}
