/** Answers insights' own schema over the same HTTP server as a unit, by asking others. `BY` says how: `calls` or `messages`. */
import { readFileSync } from 'node:fs';
import { type Actor, defineUnit, WellspringError } from '@wellspring/kit';
import { buildUnitSchema, createUnitServer, UnitMetrics } from '@wellspring/kit/server';
import { pino } from 'pino';
import { byCalls } from './byCalls.ts';
import { byMessages } from './byMessages.ts';
import { connectAsOperator } from './connectAsOperator.ts';
import { reduceOverview } from './reduceOverview.ts';

const { BY, PORT, URL_MEMBERS = '', URL_ORDERS = '', URL_CATALOG = '', DEADLINE = '400' } = process.env;
const folder = new URL('../../subgraphs/insights/', import.meta.url);
const connection = BY === 'messages' ? await connectAsOperator(process.env) : undefined;
const partsOf =
  connection === undefined
    ? byCalls({ members: URL_MEMBERS, orders: URL_ORDERS, catalog: URL_CATALOG }, 'staff:bench')
    : byMessages(connection, Number(DEADLINE));

/** As in insights: for the member and staff. */
function assertMayRead(actor: Actor | null, memberId: string): void {
  if (actor?.kind === 'staff' || (actor?.kind === 'member' && actor.memberId === memberId)) return;
  throw new WellspringError(actor === null ? 'UNAUTHENTICATED' : 'FORBIDDEN', 'Expected the member or staff.');
}

const unit = defineUnit({
  name: 'aggregator',
  folder,
  entities: {},
  replicas: {},
  resolvers: {
    Query: {
      customerOverview: async (
        _root: unknown,
        { memberId }: { memberId: string },
        { actor }: { actor: Actor | null },
      ) => {
        assertMayRead(actor, memberId);
        const parts = await partsOf(memberId);
        return parts.member === null ? null : reduceOverview(memberId, parts);
      },
    },
  },
});
const server = createUnitServer({
  unit: unit.name,
  schema: buildUnitSchema(unit as never, readFileSync(new URL('schema.graphql', folder), 'utf8'), []),
  log: pino({ level: 'silent' }),
  metrics: new UnitMetrics(unit.name),
  identification: { mode: 'development', verifier: undefined },
  routes: {},
  drainDelay: 0,
  drainTimeout: 1_000,
  status: async () => ({ ready: true, waitingFor: [], nats: 'connected', replicas: [] }),
  serving: () => true,
  context: (request) => request as never,
});
await server.start('127.0.0.1', Number(PORT));
process.once(
  'SIGTERM',
  () =>
    void server
      .stop()
      .then(() => connection?.close())
      .then(() => process.exit(0)),
);
