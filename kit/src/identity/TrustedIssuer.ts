/** Algorithms that a token may be signed with: asymmetric ones, so that whoever verifies cannot sign. */
export const ALGORITHMS = [
  'EdDSA',
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
] as const;

/** One of {@link ALGORITHMS}. */
export type Algorithm = (typeof ALGORITHMS)[number];

/**
 * Whom the subject of a token is: `role` as the claim `role` says (members' own tokens); `member` or `staff` always that;
 * `none`: neither, only what its scopes and policies allow.
 */
export type SubjectKind = 'role' | 'member' | 'staff' | 'none';

/** Somebody whose tokens are believed, and what of them is pinned. */
export interface TrustedIssuer {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** Where it publishes its keys. */
  readonly jwksUrl: string;
  /** The `aud` that a token must name. */
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  /** The header's `typ`: `at+jwt` (RFC 9068), or `JWT` of issuers that do not tell access tokens apart. */
  readonly type: string;
  /** The claim that names the actor. */
  readonly subject: string;
  readonly actor: SubjectKind;
}

const KINDS: readonly SubjectKind[] = ['member', 'staff', 'none'];
const KEYS = ['issuer', 'jwksUrl', 'audience', 'algorithms', 'type', 'subject', 'actor'];

/**
 * Reads `TOKEN_ISSUERS`: a JSON list of `{ issuer, jwksUrl, audience, algorithms, type?, subject?, actor? }`. Pure.
 * @param taken an issuer that is known already
 * @param fault is told of each fault
 */
export function readTrustedIssuers(
  text: string | undefined,
  taken: string,
  fault: (message: string) => void,
): readonly TrustedIssuer[] {
  if (text === undefined || text === '') return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = undefined;
  }
  if (!Array.isArray(list)) {
    fault('TOKEN_ISSUERS: expected a JSON list of { issuer, jwksUrl, audience, algorithms }; got something else');
    return [];
  }
  const names = new Set([taken]);
  return list.flatMap((item: unknown, index) => {
    const faults: string[] = [];
    const entry = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    const textOf = (key: string, fallback?: string): string => {
      const value = entry[key] ?? fallback;
      if (typeof value === 'string' && value !== '') return value;
      faults.push(`${key} must be a text`);
      return '';
    };
    const issuer = textOf('issuer');
    const jwksUrl = textOf('jwksUrl');
    const audience = textOf('audience');
    const type = textOf('type', 'at+jwt');
    const subject = textOf('subject', 'sub');
    const actor = KINDS.find((kind) => kind === (entry.actor ?? 'none'));
    const algorithms = Array.isArray(entry.algorithms) ? entry.algorithms : [];
    if (jwksUrl !== '' && !isHttpUrl(jwksUrl))
      faults.push(`jwksUrl must be an http or https address; got "${jwksUrl}"`);
    if (actor === undefined) faults.push(`actor must be one of ${KINDS.join(', ')}; got "${String(entry.actor)}"`);
    if (algorithms.length === 0 || !algorithms.every((one) => (ALGORITHMS as readonly unknown[]).includes(one)))
      faults.push(`algorithms must list some of ${ALGORITHMS.join(', ')}; got ${JSON.stringify(entry.algorithms)}`);
    if (names.has(issuer)) faults.push(`issuer "${issuer}" is there already`);
    for (const key of Object.keys(entry)) if (!KEYS.includes(key)) faults.push(`"${key}" is not known`);
    names.add(issuer);
    for (const one of faults) fault(`TOKEN_ISSUERS[${index}]: ${one}`);
    if (faults.length > 0 || actor === undefined) return [];
    return { issuer, jwksUrl, audience, algorithms: algorithms as Algorithm[], type, subject, actor };
  });
}

/** Whether a text can be where keys are published. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}
