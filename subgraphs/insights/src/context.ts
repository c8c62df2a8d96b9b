import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of insights gets. */
export type InsightsContext = UnitContext<typeof data>;
