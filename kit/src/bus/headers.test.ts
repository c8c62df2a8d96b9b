import { describe, expect, test } from '@jest/globals';
import { headers, type MsgHdrs } from '@nats-io/nats-core';
import fc from 'fast-check';
import { fromHeaders, type MessageFacts, toHeaders } from './headers.ts';
import { viewSubject } from './subjects.ts';

const facts: MessageFacts = {
  messageId: 'members.MemberCard.bTE.1.3',
  unit: 'members',
  type: 'view.members.MemberCard',
  id: 'm1',
  at: new Date('2026-03-01T09:30:00.000Z'),
  epoch: 1,
  rev: 3,
};

const subject = 'view.members.MemberCard.bTE';
const received = (all: MsgHdrs | undefined) => fromHeaders(all, facts.type, subject);

/** The headers of {@link facts} with one changed; undefined takes it away. */
function but(name: string, value: string | undefined) {
  const all = toHeaders(facts);
  if (value === undefined) all.delete(name);
  else all.set(name, value);
  return all;
}

describe('PROTOCOL "Messages"', () => {
  test('headers are CloudEvents 1.0 in binary mode, and the revision', () => {
    const all = toHeaders({ ...facts, traceparent: '00-aa-bb-01' });
    expect(Object.fromEntries(all.keys().map((key) => [key, all.get(key)]))).toEqual({
      'ce-specversion': '1.0',
      'ce-id': 'members.MemberCard.bTE.1.3',
      'ce-source': '/units/members',
      'ce-type': 'view.members.MemberCard',
      'ce-subject': 'm1',
      'ce-time': '2026-03-01T09:30:00.000Z',
      'ws-epoch': '1',
      'ws-rev': '3',
      traceparent: '00-aa-bb-01',
    });
  });

  test('ws-gone is there on tombstones only', () => {
    expect(toHeaders(facts).has('ws-gone')).toBe(false);
    expect(received(toHeaders({ ...facts, gone: true }))).toMatchObject({ gone: true });
    expect(received(toHeaders(facts))).toMatchObject({ gone: false });
  });

  test.each([
    ['a.b', 'a.b'],
    ['two words', 'two%20words'],
    ['é', '%C3%A9'],
    ['100%', '100%25'],
    ['a\r\nws-rev: 9', 'a%0D%0Aws-rev%3A%209'],
  ])('the id %j is the header %j', (id, header) => {
    expect(toHeaders({ ...facts, id }).get('ce-subject')).toBe(header);
  });

  test('any id and revision go there and back, in printable ASCII', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.boolean(),
        (id, epoch, rev, at, gone) => {
          const all = toHeaders({ ...facts, id, epoch, rev, at, gone });
          expect(all.get('ce-subject')).toMatch(/^[\x21-\x7e]+$/);
          expect(fromHeaders(all, facts.type, viewSubject('members', 'MemberCard', id))).toEqual({
            id,
            epoch,
            rev,
            at,
            gone,
          });
        },
      ),
    );
  });
});

describe('what does not keep to the protocol is null', () => {
  test('no headers', () => {
    expect(received(undefined)).toBeNull();
    expect(received(headers())).toBeNull();
  });

  test.each([
    ['ws-epoch', undefined],
    ['ws-epoch', '0'],
    ['ws-rev', undefined],
    ['ws-rev', '-1'],
    ['ws-rev', '1.5'],
    ['ws-rev', '1e3'],
    ['ws-rev', '99999999999999999999'],
    ['ce-time', undefined],
    ['ce-time', 'yesterday'],
    ['ce-subject', undefined],
    ['ce-subject', '%E0%A4'],
    ['ce-subject', 'm2'],
    ['ce-type', undefined],
    ['ce-type', 'view.members.MemberContact'],
    ['ce-type', 'event.members.MemberJoined'],
  ])('%s: %s', (name, value) => {
    expect(received(but(name, value))).toBeNull();
  });

  test.each([
    ["another entity's subject", 'view.members.MemberCard.bTI'],
    ["another view's subject", 'view.members.MemberContact.bTE'],
    ["another unit's subject", 'view.catalog.MemberCard.bTE'],
    ['a subject with more tokens', 'view.members.MemberCard.x.bTE'],
    ['an inbox', '_INBOX_orders.x.1'],
  ])('a message of this view and entity on %s', (_, elsewhere) => {
    expect(fromHeaders(toHeaders(facts), facts.type, elsewhere)).toBeNull();
  });
});
