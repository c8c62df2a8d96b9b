import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { resolvers } from './resolvers.ts';
import { countViewing } from './taste/countViewing.ts';
import { forgetMembers, markForgotten } from './taste/forgetMembers.ts';

/** Experience unit: golden source of videos and of who watched what; lets play by its copy of the subscription. */
export const streaming = defineUnit({
  name: 'streaming',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  reactions: { 'streaming.PlaybackStarted': countViewing, 'members.MemberErased': markForgotten },
  schedule: { forgetMembers },
  erasable: { Viewing: 'ViewingErased' },
});
