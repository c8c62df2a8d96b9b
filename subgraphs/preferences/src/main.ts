import { runUnit } from '@wellspring/kit';
import { preferences } from './unit.ts';

await runUnit(preferences);
