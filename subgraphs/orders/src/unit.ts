import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { resolvers } from './resolvers.ts';

/** System unit: golden source of orders; copies what it shows of members and products. */
export const orders = defineUnit({
  name: 'orders',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
});
