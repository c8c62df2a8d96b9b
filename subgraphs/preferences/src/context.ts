import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of preferences gets. */
export type PreferencesContext = UnitContext<typeof data>;
