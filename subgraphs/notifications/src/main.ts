import { runUnit } from '@wellspring/kit';
import { loadConfig } from './loadConfig.ts';
import { createNotifications } from './unit.ts';

await runUnit((env) => createNotifications(loadConfig(env)));
