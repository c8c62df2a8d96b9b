/**
 * One unit's answers to the scattered questions, from its own database with its own user, as the unit would give them in its process.
 * Beside the unit rather than in it, so that no unit carries what only a bench needs.
 */
import { formatMoney, type Money } from '@wellspring/kit';
import mongoose from 'mongoose';
import { CUSTOMER_OVERVIEW_QUERY, type PartMessage, PRODUCT_NAMES_QUERY } from './byMessages.ts';
import { connectAsOperator } from './connectAsOperator.ts';
import { reduceOrders } from './reduceOverview.ts';

const { UNIT = '', MONGODB_URI = '' } = process.env;
const database = await mongoose.createConnection(MONGODB_URI).asPromise();
const connection = await connectAsOperator(process.env);
const live = { '_stamp.live': true };

interface StoredOrder {
  readonly _id: string;
  readonly status: string;
  readonly placedAt: Date;
  readonly total: Money;
  readonly lines: readonly { readonly productId: string; readonly quantity: number; readonly unitPrice: Money }[];
}
interface Question {
  readonly memberId: string;
  readonly productIds: readonly string[];
}

const answers: Readonly<
  Record<string, { subject: string; part: PartMessage['part']; answer(question: Question): Promise<unknown> }>
> = {
  members: {
    subject: CUSTOMER_OVERVIEW_QUERY,
    part: 'member',
    answer: async ({ memberId }) => {
      const fields = { _id: 0, displayName: 1, handle: 1, avatarUrl: 1 };
      return database.collection('Member').findOne({ _id: memberId as never, ...live }, { projection: fields });
    },
  },
  orders: {
    subject: CUSTOMER_OVERVIEW_QUERY,
    part: 'orders',
    answer: async ({ memberId }) => {
      const all = await database
        .collection<StoredOrder>('Order')
        .find({ memberId, ...live })
        .toArray();
      return reduceOrders(
        all.map(({ _id, status, placedAt, total, lines }) => ({
          ...{ id: _id, status, placedAt: placedAt.toISOString(), total: formatMoney(total) },
          lines: lines.map((line) => ({ ...line, unitPrice: formatMoney(line.unitPrice) })),
        })),
      );
    },
  },
  catalog: {
    subject: PRODUCT_NAMES_QUERY,
    part: 'products',
    answer: async ({ productIds }) => {
      const filter = { _id: { $in: productIds as never[] }, ...live };
      const found = await database
        .collection('Product')
        .find(filter, { projection: { name: 1 } })
        .toArray();
      return Object.fromEntries(found.map(({ _id, name }) => [String(_id), name]));
    },
  },
};

const mine = answers[UNIT];
if (mine === undefined) throw new Error(`UNIT: expected one of ${Object.keys(answers).join(', ')}, got "${UNIT}".`);
connection.subscribe(mine.subject, {
  callback: (error, message) => {
    if (error !== null) return;
    void mine
      .answer(message.json<Question>())
      .then((content) => message.respond(JSON.stringify({ part: mine.part, content } satisfies PartMessage)))
      .catch((reason: unknown) => process.stderr.write(`${UNIT}: ${String(reason)}\n`)); // whoever asked does without
  },
});
connection.subscribe(`query.ping.${UNIT}`, { callback: (_error, message) => void message.respond('') });
await connection.flush();
process.once('SIGTERM', () => process.exit(0));
