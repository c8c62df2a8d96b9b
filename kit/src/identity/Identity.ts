import type { Actor } from '../unit/Actor.ts';

/** Who asks, and what a verified token lets them do. */
export interface Identity {
  /** Null: somebody who is neither a member nor staff, such as another service. */
  readonly actor: Actor | null;
  /** The claim `scope`, with spaces between (RFC 8693). */
  readonly scopes: ReadonlySet<string>;
  /** The claim `policies`, a list. */
  readonly policies: ReadonlySet<string>;
}

/** What a verified token's claims allow; what is not of its form allows nothing. */
export function rightsOf({
  scope,
  policies,
}: Readonly<Record<string, unknown>>): Pick<Identity, 'scopes' | 'policies'> {
  return {
    scopes: new Set(typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : []),
    policies: new Set(Array.isArray(policies) ? policies.filter((one): one is string => typeof one === 'string') : []),
  };
}
