import { runUnit } from '@wellspring/kit';
import { orders } from './unit.ts';

await runUnit(orders);
