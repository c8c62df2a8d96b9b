/** Who asks: a member, somebody of the staff, the relay and the ask handler resolving a view, a reaction to an event, or a job. */
export type Actor =
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'staff'; readonly name: string }
  | { readonly kind: 'replication' }
  | { readonly kind: 'reaction'; readonly unit: string; readonly event: string }
  | { readonly kind: 'schedule'; readonly unit: string; readonly job: string };

/** The request header that carries the acting member in development: `<memberId>` or `staff:<name>`. */
export const ACTOR_HEADER = 'x-wellspring-actor';

const ACTOR = /^(?:staff:(?<staff>[\w.-]{1,64})|(?!staff:)(?<member>[\w.:-]{1,128}))$/;

/**
 * Reads the development header.
 * @returns null when there is none or when it is malformed: a malformed identity is nobody
 */
export function parseActor(header: string | undefined): Actor | null {
  const groups = header === undefined ? undefined : ACTOR.exec(header)?.groups;
  if (groups?.staff !== undefined) return { kind: 'staff', name: groups.staff };
  if (groups?.member !== undefined) return { kind: 'member', memberId: groups.member };
  return null;
}
