/** What of a unit its rights at the broker follow from. */
export interface BrokerUnit {
  /** The unit's name, which is its user. */
  readonly name: string;
  /** The views it copies, `<unit>.<View>`. */
  readonly copies: readonly string[];
  /** The events it reacts to. */
  readonly reacts?: readonly BrokerReaction[];
}

/** An event that a unit reacts to. */
export interface BrokerReaction {
  /** `<unit>.<Event>` */
  readonly event: string;
  /** GraphQL type of the entity it is a fact of. */
  readonly entity: string;
}

interface Rights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/**
 * The broker's users and their rights, as an `authorization { … }` block for nats-server: DESIGN.md, rules 4 and 5; kit/PROTOCOL.md,
 * "Permissions". Whatever is not listed is denied: other units' subjects, unfiltered and multi-filter consumers, reading others'
 * streams message by message (STREAM.MSG.GET, DIRECT.GET).
 *
 * No user has nats-server's `allow_responses`: it lets a user publish to the reply subject of any message it received, and a unit
 * receives what it published itself (to its own doorbell, with any reply subject). Answers have subjects that are listed instead.
 *
 * Passwords are read from the environment of nats-server: `NATS_PASSWORD_<UNIT>` (upper case, dashes as underscores) and
 * `NATS_PASSWORD_OPERATOR`. nats-server reads such a value as configuration: a password begins with a letter, or is quoted.
 */
export function natsPermissions(units: readonly BrokerUnit[]): string {
  const users = [...units]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((unit) => printUser(unit, consumersOf(unit.name, units)));
  return `# Generated from the units' declarations by \`npm run generate\`; do not edit.
# Each unit: its own views and events, and of others just the views that it declares to copy
# and the events that it declares to react to.
authorization {
  users: [
${users.join('')}    # The keeper of all streams, and people and tools that look and repair: everything.
    { user: "operator", password: ${passwordOf('operator')} }
  ]
}
`;
}

/** `$NATS_PASSWORD_CUSTOMER_CARE` */
function passwordOf(user: string): string {
  return `$NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`;
}

/** The units that copy a view of the owner. */
function consumersOf(owner: string, units: readonly BrokerUnit[]): string[] {
  const copies = (unit: BrokerUnit): boolean => unit.copies.some((view) => view.startsWith(`${owner}.`));
  return units
    .filter(copies)
    .map(({ name }) => name)
    .sort();
}

function printUser(unit: BrokerUnit, consumers: readonly string[]): string {
  const rights = [...new Set(unit.copies)].sort().map((view) => consumerRights(unit.name, view));
  const reactions = [...(unit.reacts ?? [])]
    .sort((a, b) => (a.event < b.event ? -1 : 1))
    .map((reaction) => reactionRights(unit.name, reaction));
  const all = [ownerRights(unit.name, consumers), ...rights, ...reactions];
  return `    {
      user: "${unit.name}", password: ${passwordOf(unit.name)}
      permissions: {
        publish: { allow: [${printList(all.flatMap(({ publish }) => publish))}] }
        subscribe: { allow: [${printList(all.flatMap(({ subscribe }) => subscribe))}] }
      }
    }
`;
}

function printList(subjects: readonly string[]): string {
  return `\n${[...new Set(subjects)].map((subject) => `          "${subject}"\n`).join('')}        `;
}

/** What every unit may: publish to its three streams and look at them, answer for its views, and talk among its own processes. */
function ownerRights(unit: string, consumers: readonly string[]): Rights {
  const streams = [`VIEWS_${unit}`, `EVENTS_${unit}`, `HISTORY_${unit}`];
  // Neither CREATE nor UPDATE: the broker cannot restrict a request's body, and a stream may have any other as its source.
  const operations = ['INFO', 'MSG.GET'];
  return {
    publish: [
      `view.${unit}.>`,
      `event.${unit}.>`,
      `history.${unit}.>`,
      `doorbell.${unit}`,
      `watermark.${unit}`,
      `announce.${unit}.>`,
      ...[...consumers, 'operator'].map((asker) => `_INBOX_${asker}.answer.${unit}.>`),
      '$JS.API.INFO',
      // Its own events and history, to erase a person (PROTOCOL.md, "Erasure"); its views' last messages are replaced, not purged.
      ...[`EVENTS_${unit}`, `HISTORY_${unit}`].map((stream) => `$JS.API.STREAM.PURGE.${stream}`),
      ...streams.flatMap((stream) => operations.map((operation) => `$JS.API.STREAM.${operation}.${stream}`)),
    ],
    subscribe: [
      `_INBOX_${unit}.>`,
      `ask.${unit}.> owner`,
      `digest.${unit}.> owner`,
      `reconcile.${unit} reconcile`,
      `doorbell.${unit}`,
      `announce.${unit}.>`,
    ],
  };
}

/** What copying a view takes: one durable consumer of one filter, asking for rows, and hearing how far the owner is. */
function consumerRights(unit: string, qualified: string): Rights {
  const [owner = '', view = ''] = qualified.split('.');
  const consumer = `VIEWS_${owner}.${unit}-${view}`;
  const operations = ['INFO', 'DELETE', 'MSG.NEXT'];
  return {
    publish: [
      `ask.${owner}.${view}`,
      `digest.${owner}.${view}`,
      `$JS.API.CONSUMER.CREATE.${consumer}.view.${owner}.${view}.*`,
      ...operations.map((operation) => `$JS.API.CONSUMER.${operation}.${consumer}`),
      `$JS.ACK.${consumer}.>`,
    ],
    subscribe: [`watermark.${owner}`],
  };
}

/** What reacting to an event takes: a durable consumer of one filter, and a short-lived one that reads a parked event again. */
function reactionRights(unit: string, { event: qualified, entity }: BrokerReaction): Rights {
  const [owner = '', event = ''] = qualified.split('.');
  const durable = `EVENTS_${owner}.${unit}-${event}`;
  const operations = ['INFO', 'DELETE', 'MSG.NEXT'];
  return {
    publish: [durable, `${durable}-parked`].flatMap((consumer) => [
      `$JS.API.CONSUMER.CREATE.${consumer}.event.${owner}.${entity}.${event}.*`,
      ...operations.map((operation) => `$JS.API.CONSUMER.${operation}.${consumer}`),
      `$JS.ACK.${consumer}.>`,
    ]),
    subscribe: [],
  };
}
