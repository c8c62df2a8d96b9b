import { declareData } from '@wellspring/kit';
import { preferencesSchema } from './preferences/preferencesSchema.ts';

/** What the unit owns, and what it copies. */
export const data = declareData({
  entities: { Preferences: preferencesSchema },
  replicas: { location: { view: 'members.MemberLocation', uses: ['city', 'region', 'country'] } },
});
