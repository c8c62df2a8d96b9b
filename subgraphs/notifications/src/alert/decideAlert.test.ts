import { describe, expect, test } from '@jest/globals';
import { inbox } from '../delivery/inbox.ts';
import { email } from '../email/email.ts';
import { type Alert, decideAlert, wantedChannels } from './decideAlert.ts';

const at = new Date('2026-03-01T09:30:00.000Z');
const mailing = email({ url: 'smtp://localhost', from: { name: '', address: 'a@b.example' } });
const both = { adapters: [inbox, mailing], now: at };
const alert: Alert = { memberId: 'ada', kind: 'ORDER_PAID', key: 'e1', subjectId: 'o1', at };
const pending = { status: 'PENDING', attempts: 0, due: at };

describe('channels', () => {
  test('are those that the member chose, for topics that they chose', () => {
    const choice = { channels: ['EMAIL'], topics: ['ORDERS'] } as const;
    expect(wantedChannels('ORDER_PAID', choice)).toEqual(['EMAIL']);
    expect(wantedChannels('POST_PUBLISHED', choice)).toEqual([]);
    expect(wantedChannels('PAYMENT_REFUNDED', { channels: [], topics: ['PAYMENTS'] })).toEqual([]);
  });

  test('without a choice are the inbox, and e-mail of what is about money', () => {
    for (const unknown of [null, { channels: null, topics: null }]) {
      expect(wantedChannels('COMMENT_ADDED', unknown)).toEqual(['INBOX']);
      expect(wantedChannels('SUBSCRIPTION_LAPSED', unknown)).toEqual(['INBOX', 'EMAIL']);
    }
  });
});

describe('a notification', () => {
  test('is in the inbox by being written, and waits for its e-mail', () => {
    expect(decideAlert(alert, null, both)).toMatchObject({
      memberId: 'ada',
      inbox: true,
      email: pending,
      readAt: null,
      createdAt: at,
    });
  });

  test('is none where no channel is wanted, or none that is wanted is turned on', () => {
    expect(decideAlert(alert, { channels: ['INBOX'], topics: ['POSTS'] }, both)).toBeNull();
    const only = { channels: ['EMAIL'], topics: ['ORDERS'] } as const;
    expect(decideAlert(alert, only, { ...both, adapters: [inbox] })).toBeNull();
    expect(decideAlert(alert, only, both)).toMatchObject({ inbox: false, email: pending });
  });

  test('of what happened a day ago is not mailed', () => {
    const later = { ...both, now: new Date(at.getTime() + 24 * 3_600_000) };
    expect(decideAlert(alert, null, later)).toMatchObject({ inbox: true, email: null, createdAt: at });
  });

  test('has an id that follows from kind, what happened, and member: nobody is told of it twice', () => {
    const id = (changes: Partial<Alert> = {}) => decideAlert({ ...alert, ...changes }, null, both)?._id;
    expect(id({ subjectId: 'other', at: new Date(at.getTime() - 1) })).toBe(id());
    expect(new Set([id(), id({ memberId: 'bob' }), id({ key: 'e2' }), id({ kind: 'ORDER_FULFILLED' })]).size).toBe(4);
  });
});
