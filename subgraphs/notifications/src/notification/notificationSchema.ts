import { entitySchema } from '@wellspring/kit';
import { Schema } from 'mongoose';
import type { EmailDelivery, NotificationDocument } from './NotificationDocument.ts';

const email = new Schema<EmailDelivery>(
  {
    status: { type: String, enum: ['PENDING', 'SENT', 'FAILED', 'NO_ADDRESS'], required: true },
    attempts: { type: Number, required: true },
    due: { type: Date, default: null },
  },
  { _id: false },
);

/** The golden source of Notification. */
export const notificationSchema = entitySchema<NotificationDocument>(
  {
    memberId: { type: String, required: true },
    kind: { type: String, required: true },
    subjectId: { type: String, required: true },
    actorId: { type: String, default: null },
    about: { type: [String], required: true },
    facts: { type: Object, required: true },
    createdAt: { type: Date, required: true },
    readAt: { type: Date, default: null },
    inbox: { type: Boolean, required: true },
    email: { type: email, default: null },
  },
  [
    { name: 'member-inbox', fields: { memberId: 1, inbox: 1, createdAt: -1, _id: -1 } },
    { name: 'member-unread', fields: { memberId: 1, inbox: 1, readAt: 1, createdAt: -1, _id: -1 } },
    { name: 'about', fields: { about: 1 } },
    { name: 'email-due', fields: { 'email.due': 1 } },
  ],
);
