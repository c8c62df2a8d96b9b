import { entitySchema } from '@wellspring/kit';
import type { PreferencesDocument } from './PreferencesDocument.ts';

const SYSTEMS = ['METRIC', 'IMPERIAL'];

/** The golden source of Preferences. */
export const preferencesSchema = entitySchema<PreferencesDocument>({
  country: { type: String, default: null },
  derived: {
    language: { type: String, required: true },
    currency: { type: String, required: true },
    units: { type: String, enum: SYSTEMS, required: true },
    timeZone: { type: String, required: true },
  },
  chosen: {
    language: { type: String, default: null },
    currency: { type: String, default: null },
    units: { type: String, enum: [...SYSTEMS, null], default: null },
    timeZone: { type: String, default: null },
  },
  channels: { type: [String], enum: ['INBOX', 'EMAIL'], required: true },
  topics: { type: [String], enum: ['ORDERS', 'PAYMENTS', 'SUBSCRIPTION', 'POSTS', 'PRODUCT_NEWS'], required: true },
});
