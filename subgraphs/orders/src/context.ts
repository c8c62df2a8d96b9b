import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of orders gets. */
export type OrdersContext = UnitContext<typeof data>;
