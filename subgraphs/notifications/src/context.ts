import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of notifications gets. */
export type NotificationsContext = UnitContext<typeof data>;
