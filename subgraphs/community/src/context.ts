import type { UnitContext } from '@wellspring/kit';
import type { data } from './data.ts';

/** What every resolver of community gets. */
export type CommunityContext = UnitContext<typeof data>;
