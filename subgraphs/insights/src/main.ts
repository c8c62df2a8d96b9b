import { runUnit } from '@wellspring/kit';
import { insights } from './unit.ts';

await runUnit(insights);
