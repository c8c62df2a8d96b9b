import { describe, expect, test } from '@jest/globals';
import { formatContractProblem } from './ContractProblem.ts';
import { inspectEvents, parseEvents } from './parseEvents.ts';
import { isPastTense } from './pastTense.ts';

const sdl =
  'type Query { order: Order } type Order @key(fields: "id") { id: ID! } type Line { quantity: Int } enum Status { PLACED } scalar Weight';
const problemsOf = (events: string): string[] => inspectEvents(sdl, events).problems.map(formatContractProblem);

describe('a business event', () => {
  test('is read with its fields and the values that they reach', () => {
    const [event] = parseEvents(
      sdl,
      '"It was paid for." type OrderPaid @event(of: "Order") { at: DateTime!  status: Status  weight: Weight  lines: [Item!]! } type Item { box: Box } type Box { inner: Box } type Unused { a: Int }',
    );

    expect(event).toMatchObject({ name: 'OrderPaid', entity: 'Order', description: 'It was paid for.' });
    expect(event?.fields.map(({ name, type }) => [name, type])).toEqual([
      ['at', 'DateTime!'],
      ['status', 'Status'],
      ['weight', 'Weight'],
      ['lines', '[Item!]!'],
    ]);
    expect([...(event?.values.keys() ?? [])]).toEqual(['Item', 'Box']);
  });

  test('need not be there at all', () => {
    expect(parseEvents(sdl, '')).toEqual([]);
  });

  test.each(['OrderPlaced', 'MemberLeft', 'PaymentCaptured', 'PriceSetByStaff', 'NoticeSent'])(
    '%s tells a fact',
    (name) => {
      expect(isPastTense(name)).toBe(true);
    },
  );

  test.each(['PlaceOrder', 'OrderPlacing', 'OrderEvent', 'Placed'])('%s does not, or not of whom', (name) => {
    expect(isPastTense(name)).toBe(false);
  });
});

describe('an event is refused, with what to write, when', () => {
  test('its name is no fact', () => {
    expect(problemsOf('type PlaceOrder @event(of: "Order") { a: Int }')).toEqual([
      'events.graphql:1 PlaceOrder: An event is a fact that happened: name it in the past tense, what happened after whom (OrderPlaced, MemberRelocated), not "PlaceOrder".',
    ]);
  });

  test('it is not of an entity', () => {
    expect(problemsOf('type LineAdded @event(of: "Line") { a: Int }')).toEqual([
      'events.graphql:1 LineAdded: @event(of: "Line") must name an entity, but Line has no @key.',
    ]);
    expect(problemsOf('type LineAdded @event { a: Int }')).toEqual([
      'events.graphql:1 LineAdded: Expected the entity it is a fact of: write `@event(of: "Entity")`.',
    ]);
  });

  test('it carries an object of the schema, or a type that is not there', () => {
    expect(
      problemsOf('type OrderPaid @event(of: "Order") {\n  order: Order\n  line: Line\n  nothing: Nothing\n}'),
    ).toEqual([
      'events.graphql:2 OrderPaid.order: An event carries scalars, enums of schema.graphql and types of events.graphql, but Order is an object of schema.graphql, which changes with it. Declare a type for it in events.graphql, or carry its id.',
      'events.graphql:3 OrderPaid.line: An event carries scalars, enums of schema.graphql and types of events.graphql, but Line is an object of schema.graphql, which changes with it. Declare a type for it in events.graphql.',
      'events.graphql:4 OrderPaid.nothing: An event carries scalars, enums of schema.graphql and types of events.graphql, but there is no type "Nothing". Declare a type for it in events.graphql.',
    ]);
  });

  test('a field takes arguments, a name is taken, or the file declares something else', () => {
    expect(problemsOf('type OrderPaid @event(of: "Order") { a(b: Int): Int }')[0]).toContain(
      'A fact takes no arguments',
    );
    expect(problemsOf('type OrderPaid @event(of: "Order") { a: Int } type OrderPaid { a: Int }')[0]).toContain(
      'two types "OrderPaid"',
    );
    expect(problemsOf('enum E { A }')).toEqual([
      'events.graphql:1 EnumTypeDefinition: Expected only object types; enums and scalars belong in schema.graphql.',
    ]);
    expect(() => parseEvents(sdl, 'type {')).toThrow(expect.objectContaining({ code: 'EVENT_INVALID' }));
  });
});
