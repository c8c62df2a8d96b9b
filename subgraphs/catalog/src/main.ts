import { runUnit } from '@wellspring/kit';
import { catalog } from './unit.ts';

await runUnit(catalog);
