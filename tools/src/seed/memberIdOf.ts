import type { PlannedMember } from './planMembers.ts';

/**
 * The id of a planned member, by index.
 * @throws Error when the member was not loaded before
 */
export function memberIdOf(index: number, members: readonly PlannedMember[], ids: ReadonlyMap<string, string>): string {
  const handle = members[index]?.input.handle;
  const id = handle === undefined ? undefined : ids.get(handle);
  if (id === undefined) throw new Error(`Expected the id of member ${handle ?? index}, loaded before; there is none.`);
  return id;
}
