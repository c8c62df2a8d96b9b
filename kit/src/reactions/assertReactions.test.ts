import { expect, test } from '@jest/globals';
import { ledger } from '../testing/fixtures/ledger/ledger.ts';
import { defineUnit } from '../unit/defineUnit.ts';
import { planReactions } from './ReactionPlan.ts';

const handle = async (): Promise<void> => undefined;
const declared = (changes: object) => () => defineUnit({ ...ledger(), ...changes });

test.each([
  [{ reactions: { OrderPlaced: handle } }, 'names the event "OrderPlaced"; expected <unit>.<Event>'],
  [{ reactions: { 'orders.OrderPlaced': 'x' } }, 'the reaction to orders.OrderPlaced is string; expected a function'],
  [{ schedule: { lapse: { every: 0, run: handle } } }, 'the job "lapse" runs every 0; expected milliseconds'],
])('%j is refused in words', (changes, message) => {
  expect(declared(changes)).toThrow(expect.objectContaining({ code: 'UNIT_INVALID' }));
  expect(declared(changes)).toThrow(message);
});

test('an event that nobody declares is EVENT_INVALID', () => {
  const reactions = { 'orders.OrderEaten': handle } as never;
  expect(() => planReactions('ledger', reactions)).toThrow(expect.objectContaining({ code: 'EVENT_INVALID' }));
});

test('a reaction is planned from the owner’s contract', () => {
  expect(planReactions('ledger', ledger().reactions)[0]).toMatchObject({
    ...{ owner: 'orders', entity: 'Order', stream: 'EVENTS_orders', durable: 'ledger-OrderPlaced' },
    filter: 'event.orders.Order.OrderPlaced.*',
  });
});
