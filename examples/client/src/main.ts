import { parseArgs } from 'node:util';
import { LatestOrders, SearchProducts } from '@wellspring/schema/operations';
import { type Answer, type Client, createClient } from './createClient.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
    text: { type: 'string', default: 'video' },
  },
});

/** Prints the latest orders: data of three units in one fetch. */
async function printLatestOrders(client: Client): Promise<void> {
  const { data, freshness } = report(await client(LatestOrders, { first: 5 }));
  console.log('The latest orders');
  for (const { node } of data?.orders?.edges ?? []) {
    const lines = node?.lines?.map(({ quantity, product }) => `${quantity} × ${product?.name}`) ?? [];
    console.log(`  ${node?.member?.displayName ?? 'someone'}: ${lines.join(', ')}`);
  }
  for (const { view, lagMs } of freshness) {
    console.log(
      `  (from a copy of ${view}, ${lagMs === null ? 'still being filled' : `complete up to ${lagMs} ms ago`})`,
    );
  }
}

/** Prints every product that fits a text, page by page. */
async function printProducts(client: Client, text: string): Promise<void> {
  console.log(`Products with '${text}'`);
  let after: string | null | undefined;
  do {
    const { data } = report(await client(SearchProducts, { text, first: 50, after }));
    for (const { node } of data?.products?.edges ?? []) {
      console.log(`  ${node?.sku}: ${node?.name}, ${node?.price?.amount} ${node?.price?.currency}`);
    }
    const pageInfo = data?.products?.pageInfo;
    after = pageInfo?.hasNextPage ? pageInfo.endCursor : undefined;
  } while (after != null);
}

/** An answer may hold data and problems at once: the problems are shown, the data is used. */
function report<Data>(answer: Answer<Data>): Answer<Data> {
  for (const { message, extensions } of answer.problems) console.error(`  ${extensions?.code ?? 'ERROR'}: ${message}`);
  return answer;
}

try {
  const client = createClient(values.url);
  await printLatestOrders(client);
  await printProducts(client, values.text);
} catch (error) {
  console.error(`No answer from ${values.url}: ${(error as Error).message}. Is the platform up? (npm start)`);
  process.exitCode = 1;
}
