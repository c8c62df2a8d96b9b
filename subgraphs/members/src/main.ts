import { runUnit } from '@wellspring/kit';
import { loadConfig } from './loadConfig.ts';
import { createMembers } from './unit.ts';

await runUnit((env) => createMembers(loadConfig(env)));
