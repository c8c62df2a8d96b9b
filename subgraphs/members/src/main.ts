import { runUnit } from '@wellspring/kit';
import { members } from './unit.ts';

await runUnit(members);
