import type { Identity } from '@wellspring/kit/identity';

/** What a request may see of what is guarded. */
export interface Rights {
  /** `unverified`: it has a token that cannot be checked now. */
  readonly who: 'somebody' | 'nobody' | 'unverified';
  readonly scopes: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
  /** Whatever scopes and policies are asked for: staff, in development. */
  readonly everything: boolean;
}

const NONE = { scopes: new Set<string>(), policies: new Set<string>(), everything: false };

/** Of who is not signed in. */
export const NOBODY: Rights = Object.freeze({ ...NONE, who: 'nobody' });

/**
 * @param identity of a verified token
 * @param authorization the header; where it is there without an identity, its issuer's keys could not be had
 * @param actor the development header, where it is believed: a member has no scopes and policies, staff have all
 */
export function rightsOf(
  identity: Identity | undefined,
  authorization: string | undefined,
  actor: string | undefined,
): Rights {
  if (identity !== undefined)
    return { who: 'somebody', scopes: identity.scopes, policies: identity.policies, everything: false };
  if (authorization !== undefined) return { ...NONE, who: 'unverified' };
  if (actor === undefined) return NOBODY;
  return { ...NONE, who: 'somebody', everything: actor.startsWith('staff:') };
}
