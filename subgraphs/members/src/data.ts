import { declareData } from '@wellspring/kit';
import { memberSchema } from './member/memberSchema.ts';

/** What the unit owns, and what it copies. */
export const data = declareData({ entities: { Member: memberSchema }, replicas: {} });
