import { runUnit } from '@wellspring/kit';
import { community } from './unit.ts';

await runUnit(community);
