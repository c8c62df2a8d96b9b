import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  announceSubject,
  answerSubject,
  askSubject,
  doorbellSubject,
  durableName,
  eventSubject,
  eventsStream,
  fromToken,
  inboxPrefix,
  isInbox,
  splitName,
  toToken,
  viewFilter,
  viewSubject,
  viewsStream,
  watermarkSubject,
} from './subjects.ts';

const anyId = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });

describe('PROTOCOL "Names": an id as one subject token', () => {
  test('is the documented example', () => {
    expect([toToken('m1'), fromToken('bTE')]).toEqual(['bTE', 'm1']);
  });

  test.each(['a.b', 'two words', '*', '>', 'a.>', 'é', '漢字', '😀', 'a/b+c=d', '\r\n', '%41'])(
    '%j goes there and back',
    (id) => {
      expect(fromToken(toToken(id))).toBe(id);
    },
  );

  test('any id goes there and back, as a token that no server reads as more than one', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        expect(toToken(id)).toMatch(/^[\w-]+$/);
        expect(fromToken(toToken(id))).toBe(id);
      }),
    );
  });

  test('two ids never share a token', () => {
    fc.assert(fc.property(anyId, anyId, (a, b) => (toToken(a) === toToken(b)) === (a === b)));
  });
});

test('PROTOCOL "Names": a view or event is split at its first dot', () => {
  expect(splitName('members.MemberCard')).toEqual({ unit: 'members', name: 'MemberCard' });
});

test('PROTOCOL: subjects, streams and names are as written', () => {
  expect({
    views: viewsStream('members'),
    events: eventsStream('members'),
    view: viewSubject('members', 'MemberCard', 'm1'),
    event: eventSubject('orders', 'Order', 'OrderPlaced', 'm1'),
    filter: viewFilter('members', 'MemberCard'),
    doorbell: doorbellSubject('members'),
    watermark: watermarkSubject('members'),
    announce: announceSubject('orders', 'MemberCard'),
    ask: askSubject('members', 'MemberCard'),
    durable: durableName('orders', 'MemberCard'),
    inbox: inboxPrefix('orders'),
    answer: answerSubject('orders', 'members', 'x1'),
  }).toEqual({
    views: 'VIEWS_members',
    events: 'EVENTS_members',
    view: 'view.members.MemberCard.bTE',
    event: 'event.orders.Order.OrderPlaced.bTE',
    filter: 'view.members.MemberCard.*',
    doorbell: 'doorbell.members',
    watermark: 'watermark.members',
    announce: 'announce.orders.MemberCard',
    ask: 'ask.members.MemberCard',
    durable: 'orders-MemberCard',
    inbox: '_INBOX_orders',
    answer: '_INBOX_orders.answer.members.x1',
  });
});

test.each([
  ['_INBOX_orders.answer.members.x1', true],
  ['_INBOX_customer-care.x.y', true],
  ['_INBOX_orders', false],
  ['_INBOX_.x', false],
  ['_INBOX.x', false],
  ['_INBOX_*.x', false],
  ['view._INBOX_orders.x', false],
])('PROTOCOL "Permissions": %s is in a unit’s inbox: %s', (subject, expected) => {
  expect(isInbox(subject)).toBe(expected);
});
