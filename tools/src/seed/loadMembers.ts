import { isOperationFailed } from '../client/OperationFailed.ts';
import { assertHeld, countOf } from './countOf.ts';
import { forEachBounded } from './forEachBounded.ts';
import { hasPassword, SAMPLE_PASSWORD, SAMPLE_STAFF } from './planAccounts.ts';
import type { PlannedMember } from './planMembers.ts';
import { readPages } from './readPages.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist, SEED_STAFF } from './SeedTarget.ts';

interface FoundMember {
  readonly id: string;
  readonly handle: string;
  readonly city: string | null;
}

const JOIN = `mutation Join($input: JoinMemberInput!) { joinMember(input: $input) { id handle city } }`;
const SIGN_UP = `mutation SignUp($input: SignUpInput!) { signUp(input: $input) { member { id handle city } } }`;
const ADD_STAFF = `mutation AddStaff($name: String!, $password: String!) { addStaff(name: $name, password: $password) }`;
const FIND = `query FindMember($handle: String!) { memberByHandle(handle: $handle) { id handle city } }`;
const MOVE = `mutation Move($address: AddressInput!) { relocateMember(address: $address) { id } }`;
const PAGE = `query Members($after: String) {
  members(first: 100, after: $after) { edges { node { id handle city } } pageInfo { hasNextPage endCursor } }
}`;

/** The planned members join who have not yet, and move who are to move and have not. */
export const membersPhase: SeedPhase = {
  name: 'members',
  needs: ['members'],
  after: [],
  async run({ target, members: planned, memberIds, onDone }) {
    const url = target('members');
    const found = new Map<string, FoundMember>();
    for (const member of await readPages<FoundMember>(url, PAGE, 'members')) found.set(member.handle, member);
    const before = found.size;
    let done = 0;
    await forEachBounded(planned, CONCURRENCY, async ({ input, movesTo }, index) => {
      let member = found.get(input.handle);
      if (member === undefined) {
        member = await join(url, input, hasPassword(index));
        found.set(input.handle, member);
      }
      // Only from where the plan put them: whoever has moved meanwhile stays where they are.
      if (movesTo !== undefined && member.city === input.address?.city) {
        await persist(url, { query: MOVE, variables: { address: movesTo }, actor: member.id });
      }
      done += 1;
      onDone(done, planned.length);
    });
    await addStaff(url);
    for (const [handle, { id }] of found) memberIds.set(handle, id);
    const total = await countOf(url, 'members(first: 1)');
    assertHeld('members', total, planned.length);
    return { total, created: total - before };
  },
};

async function join(url: string, input: PlannedMember['input'], withPassword: boolean): Promise<FoundMember> {
  try {
    if (withPassword) {
      const variables = { input: { ...input, password: SAMPLE_PASSWORD } };
      return (await persist<{ signUp: { member: FoundMember } }>(url, { query: SIGN_UP, variables })).signUp.member;
    }
    const { joinMember } = await persist<{ joinMember: FoundMember }>(url, {
      query: JOIN,
      variables: { input },
      actor: SEED_STAFF,
    });
    return joinMember;
  } catch (error) {
    if (!isOperationFailed(error, 'HANDLE_TAKEN', 'EMAIL_TAKEN')) throw error;
    const variables = { handle: input.handle };
    const { memberByHandle } = await persist<{ memberByHandle: FoundMember | null }>(url, { query: FIND, variables });
    if (memberByHandle === null) throw error;
    return memberByHandle;
  }
}

async function addStaff(url: string): Promise<void> {
  const variables = { name: SAMPLE_STAFF, password: SAMPLE_PASSWORD };
  try {
    await persist(url, { query: ADD_STAFF, variables, actor: SEED_STAFF });
  } catch (error) {
    if (!isOperationFailed(error, 'STAFF_NAME_TAKEN')) throw error;
  }
}
