import { isOperationFailed } from '../client/OperationFailed.ts';
import { forEachBounded } from './forEachBounded.ts';
import type { PlannedMember } from './planMembers.ts';
import { readPages } from './readPages.ts';
import { CONCURRENCY, persist, type SeedTarget } from './SeedTarget.ts';

interface FoundMember {
  readonly id: string;
  readonly handle: string;
  readonly city: string | null;
}

const JOIN = `mutation Join($input: JoinMemberInput!) { joinMember(input: $input) { id handle city } }`;
const FIND = `query FindMember($handle: String!) { memberByHandle(handle: $handle) { id handle city } }`;
const MOVE = `mutation Move($address: AddressInput!) { relocateMember(address: $address) { id } }`;
const PAGE = `query Members($after: String) {
  members(first: 100, after: $after) { edges { node { id handle city } } pageInfo { hasNextPage endCursor } }
}`;

/**
 * Lets the planned members join who have not yet, and move who are to move and have not.
 * @returns the ids of members by handle
 */
export async function loadMembers(
  target: SeedTarget,
  planned: readonly PlannedMember[],
  onDone: (done: number) => void,
): Promise<ReadonlyMap<string, string>> {
  const url = target.members;
  const found = new Map<string, FoundMember>();
  for (const member of await readPages<FoundMember>(url, PAGE, 'members')) found.set(member.handle, member);
  let done = 0;
  await forEachBounded(planned, CONCURRENCY, async ({ input, movesTo }) => {
    let member = found.get(input.handle);
    if (member === undefined) {
      member = await join(url, input);
      found.set(input.handle, member);
    }
    // Only from where the plan put them: whoever has moved meanwhile stays where they are.
    if (movesTo !== undefined && member.city === input.address?.city) {
      await persist(url, { query: MOVE, variables: { address: movesTo }, actor: member.id });
    }
    done += 1;
    onDone(done);
  });
  return new Map([...found].map(([handle, { id }]) => [handle, id]));
}

async function join(url: string, input: PlannedMember['input']): Promise<FoundMember> {
  try {
    const { joinMember } = await persist<{ joinMember: FoundMember }>(url, { query: JOIN, variables: { input } });
    return joinMember;
  } catch (error) {
    if (!isOperationFailed(error, 'HANDLE_TAKEN', 'EMAIL_TAKEN')) throw error;
    const variables = { handle: input.handle };
    const { memberByHandle } = await persist<{ memberByHandle: FoundMember | null }>(url, { query: FIND, variables });
    if (memberByHandle === null) throw error;
    return memberByHandle;
  }
}
