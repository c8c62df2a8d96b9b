import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of streaming gets. */
export type StreamingContext = UnitContext<typeof data>;
