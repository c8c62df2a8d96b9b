import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { link } from '../check/testing/findProblems.ts';
import { RELEASED, readReleased } from './readReleased.ts';
import { releaseContracts } from './releaseContracts.ts';

const unit = {
  'schema.graphql': `${link}scalar DateTime
type Query { me: Member }
type Member @key(fields: "id") { id: ID! displayName: String @shareable  handle: String @shareable }`,
  'views.graphql': 'fragment MemberCard on Member { displayName }\n',
  'events.graphql':
    'type MemberJoined @event(of: "Member") { name: String }\ntype MemberLeft @event(of: "Member") { at: DateTime }\n',
};
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wellspring-release-'));
  await write(unit);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(files: Partial<typeof unit>): Promise<void> {
  const folder = join(root, 'subgraphs/members');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
const released = async () => (await readdir(join(root, RELEASED))).sort();

test('what is in the working tree is written down; a second time changes nothing', async () => {
  const files = ['members.MemberCard.json', 'members.MemberJoined.json', 'members.MemberLeft.json'];
  expect((await releaseContracts(root)).written).toEqual(files.map((file) => `${RELEASED}/${file}`));
  expect(await released()).toEqual(files);
  expect(JSON.parse(await readFile(join(root, RELEASED, 'members.MemberCard.json'), 'utf8'))).toEqual({
    kind: 'view',
    unit: 'members',
    name: 'MemberCard',
    entity: 'Member',
    types: { id: 'ID!', displayName: 'String' },
    enums: {},
  });
  expect(await releaseContracts(root)).toEqual({ written: [], removed: [] });
});

test('a breaking change is not released, unless it replaces what nobody relies on', async () => {
  await releaseContracts(root);
  await write({ 'views.graphql': 'fragment MemberCard on Member { handle }\n' });

  await expect(releaseContracts(root)).rejects.toThrow(/VIEW_CHANGED[\s\S]*Nothing is released\./);
  await expect(releaseContracts(root, ['members.Nothing'])).rejects.toThrow(
    '--replace members.Nothing: nothing of that name was released.',
  );
  expect((await releaseContracts(root, ['members.MemberCard'])).written).toEqual([
    `${RELEASED}/members.MemberCard.json`,
  ]);
});

test('a view that is gone is forgotten; the name of an event that is gone stays taken', async () => {
  await releaseContracts(root);
  await write({ 'views.graphql': '', 'events.graphql': 'type MemberJoined @event(of: "Member") { name: String }\n' });

  expect(await releaseContracts(root)).toEqual({ written: [], removed: [`${RELEASED}/members.MemberCard.json`] });
  expect((await readReleased(root)).map(({ name }) => name)).toEqual(['MemberJoined', 'MemberLeft']);
});
