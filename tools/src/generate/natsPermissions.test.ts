import { describe, expect, test } from '@jest/globals';
import { natsPermissions } from './natsPermissions.ts';

describe('the permissions of the broker', () => {
  test('give a unit that copies nothing its own subjects and streams, and no consumer', () => {
    const text = natsPermissions([{ name: 'members', copies: [] }]);

    expect(text).toContain('user: "members", password: $NATS_PASSWORD_MEMBERS');
    expect(text).toContain('"view.members.>"');
    expect(text).toContain('"$JS.API.STREAM.MSG.GET.VIEWS_members"');
    expect(text).not.toMatch(/CONSUMER|STREAM\.(CREATE|UPDATE)/);
    expect(text).not.toContain('watermark.catalog');
  });

  test('give a consumer one create subject, of one durable and one filter', () => {
    const text = natsPermissions([{ name: 'orders', copies: ['members.MemberCard'] }]);
    const creates = text.split('\n').filter((line) => line.includes('CONSUMER.CREATE'));

    expect(creates.map((line) => line.trim())).toEqual([
      '"$JS.API.CONSUMER.CREATE.VIEWS_members.orders-MemberCard.view.members.MemberCard.*"',
    ]);
    expect(text).toContain('"ask.members.MemberCard"');
    expect(text).not.toMatch(/"view\.members|MSG\.GET\.VIEWS_members|DIRECT/);
  });

  test('give an owner the part of an inbox where its answers go, of each unit that copies from it and of the operator', () => {
    const text = natsPermissions([
      { name: 'members', copies: [] },
      { name: 'orders', copies: ['members.MemberCard', 'members.MemberLocation'] },
      { name: 'catalog', copies: [] },
    ]);

    expect(text.match(/"_INBOX_\w+\.answer.*"/g)).toEqual([
      '"_INBOX_operator.answer.catalog.>"',
      '"_INBOX_orders.answer.members.>"',
      '"_INBOX_operator.answer.members.>"',
      '"_INBOX_operator.answer.orders.>"',
    ]);
    expect(text).not.toMatch(/allow_responses/);
  });

  test('give a reaction its own two consumers on the events stream, each with the one filter', () => {
    const reacts = [{ event: 'orders.OrderPlaced', entity: 'Order' }];
    const text = natsPermissions([{ name: 'catalog', copies: [], reacts }]);
    const creates = text.split('\n').filter((line) => line.includes('CONSUMER.CREATE'));

    expect(creates.map((line) => line.trim())).toEqual([
      '"$JS.API.CONSUMER.CREATE.EVENTS_orders.catalog-OrderPlaced.event.orders.Order.OrderPlaced.*"',
      '"$JS.API.CONSUMER.CREATE.EVENTS_orders.catalog-OrderPlaced-parked.event.orders.Order.OrderPlaced.*"',
    ]);
    expect(text).not.toMatch(/MSG\.GET\.EVENTS_orders|"event\.orders/);
  });

  test('do not depend on the order of the units, of their copies, or on a view copied twice', () => {
    const members = { name: 'members', copies: [] };
    const orders = (...copies: string[]) => ({ name: 'orders', copies });

    expect(natsPermissions([orders('members.A', 'catalog.B', 'members.A'), members])).toBe(
      natsPermissions([members, orders('catalog.B', 'members.A')]),
    );
  });

  test('name the password variable of a unit with dashes', () => {
    expect(natsPermissions([{ name: 'customer-care', copies: [] }])).toContain('$NATS_PASSWORD_CUSTOMER_CARE');
  });
});
