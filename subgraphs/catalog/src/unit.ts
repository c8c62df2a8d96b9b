import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { resolvers } from './resolvers.ts';

/** System unit: golden source of products and their stock; copies nothing. */
export const catalog = defineUnit({
  name: 'catalog',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
});
