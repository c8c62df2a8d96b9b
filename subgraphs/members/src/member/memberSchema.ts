import { entitySchema } from '@wellspring/kit';
import { Schema } from 'mongoose';
import { subscriptionPaths } from '../subscription/subscriptionPaths.ts';
import type { AddressDocument, MemberDocument } from './MemberDocument.ts';

const address = new Schema<AddressDocument>(
  {
    street: { type: String, default: null },
    postalCode: { type: String, default: null },
    city: { type: String, required: true },
    region: { type: String, default: null },
    country: { type: String, required: true },
  },
  { _id: false },
);

/** The golden source of Member. */
export const memberSchema = entitySchema<MemberDocument>(
  {
    displayName: { type: String, required: true },
    handle: { type: String, required: true },
    email: { type: String, required: true },
    emailKey: { type: String, required: true },
    avatarUrl: { type: String, default: null },
    address: { type: address, default: null },
    subscription: subscriptionPaths,
    joinedAt: { type: Date, required: true },
  },
  [
    { name: 'handle', fields: { handle: 1 }, unique: true },
    { name: 'email', fields: { emailKey: 1 }, unique: true },
    { name: 'due', fields: { 'subscription.dueAt': 1 } },
    { name: 'joined', fields: { joinedAt: 1, _id: 1 } },
  ],
);
