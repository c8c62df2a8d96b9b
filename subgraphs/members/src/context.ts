import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of members gets. */
export type MembersContext = UnitContext<typeof data>;
