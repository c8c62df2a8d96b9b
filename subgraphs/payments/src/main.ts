import { runUnit } from '@wellspring/kit';
import { payments } from './unit.ts';

await runUnit(payments);
