import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { resolvers } from './resolvers.ts';

/** Experience unit: golden source of posts, comments and follows; copies how their authors are shown. */
export const community = defineUnit({
  name: 'community',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
});
