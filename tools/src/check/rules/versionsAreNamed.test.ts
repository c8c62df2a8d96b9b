import { expect, test } from '@jest/globals';
import { contractsOfUnit } from '../contractsOfUnit.ts';
import { createPlatform } from '../createPlatform.ts';
import { findProblems, members } from '../testing/findProblems.ts';
import { versionsAreNamed } from './versionsAreNamed.ts';

const find = (views: string) => findProblems(versionsAreNamed, { members: { ...members, views } });

test('versions are numbered from the second', () => {
  expect(
    find(
      'fragment Card on Member { handle }\nfragment CardV2 on Member { handle }\nfragment CardV13 on Member { handle }',
    ),
  ).toEqual([]);
  const misnamed = (name: string) =>
    `VERSION_MISNAMED subgraphs/members/views.graphql ${name}: The first version has no number and the second is \`CardV2\`: rename it.`;
  expect(find('fragment CardV1 on Member { handle }\nfragment CardV02 on Member { handle }')).toEqual([
    misnamed('CardV1'),
    misnamed('CardV02'),
  ]);
});

test('versions are of one entity, released ones too', () => {
  const released = createPlatform({ members }).units.flatMap(contractsOfUnit);
  const sdl = `${members.sdl}\ntype Card @key(fields: "id") { id: ID! handle: String @shareable }`;
  const unit = { ...members, sdl, views: 'fragment MemberCardV2 on Card { handle }' };

  expect(findProblems(versionsAreNamed, { members: unit }, [], released)).toEqual([
    'VERSION_MISNAMED subgraphs/members/views.graphql MemberCardV2: It is of Card, and MemberCard is of Member: versions are of one entity. Give it a name of its own.',
  ]);
});
