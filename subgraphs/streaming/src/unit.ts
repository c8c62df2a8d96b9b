import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { resolvers } from './resolvers.ts';

/** Experience unit: golden source of videos and of who watched what; lets play by its copy of the subscription. */
export const streaming = defineUnit({
  name: 'streaming',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
});
