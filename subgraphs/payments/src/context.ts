import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of payments gets. */
export type PaymentsContext = UnitContext<typeof data>;
