import { entitySchema } from '@wellspring/kit';
import { Schema } from 'mongoose';
import type { CustomerOverviewDocument } from './CustomerOverviewDocument.ts';

/** The golden source of CustomerOverview. */
export const customerOverviewSchema = entitySchema<CustomerOverviewDocument>({
  counts: Schema.Types.Mixed,
  totals: Schema.Types.Mixed,
  lastActivityAt: Date,
});
