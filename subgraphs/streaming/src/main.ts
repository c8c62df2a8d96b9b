import { runUnit } from '@wellspring/kit';
import { streaming } from './unit.ts';

await runUnit(streaming);
