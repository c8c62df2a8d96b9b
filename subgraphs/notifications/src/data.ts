import { declareData } from '@wellspring/kit';
import { fanOutSchema } from './fanOut/FanOut.ts';
import { removalSchema } from './forget/Removal.ts';
import { notificationSchema } from './notification/notificationSchema.ts';

/** What the unit owns, what it copies, and what it keeps for itself: work that is under way. */
export const data = declareData({
  entities: { Notification: notificationSchema },
  replicas: {
    contact: { view: 'members.MemberContact', uses: ['displayName', 'email'] },
    access: {
      view: 'members.MemberAccess',
      uses: ['subscription'],
      indexes: [['subscription.paidUntil', 'id']],
    },
    preferences: { view: 'preferences.PreferenceChannels', uses: ['channels', 'topics'] },
    follow: {
      view: 'community.FollowEdge',
      uses: ['follower', 'followed', 'since'],
      indexes: [['followed.id', 'since', 'id']],
    },
    post: { view: 'community.PostCard', uses: ['excerpt'] },
  },
  records: { FanOut: fanOutSchema, Removal: removalSchema },
});
