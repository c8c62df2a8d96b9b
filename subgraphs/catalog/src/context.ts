import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of catalog gets. */
export type CatalogContext = UnitContext<typeof data>;
