import { recordSchema } from '@wellspring/kit';
import { Schema } from 'mongoose';
import type { CustomerOverviewDocument } from './CustomerOverviewDocument.ts';

/** A record, not an entity: nobody copies it, so there is nothing to stamp and to publish at each count. */
export const customerOverviewSchema = recordSchema<CustomerOverviewDocument>({
  counts: Schema.Types.Mixed,
  totals: Schema.Types.Mixed,
  lastActivityAt: Date,
  latest: { type: [{ _id: false, id: String, at: Date }], default: undefined },
});
