import type { Platform } from './Platform.ts';

interface BannerQuery {
  readonly title: string;
  /** Units without which it says nothing. */
  readonly needs: readonly string[];
  readonly query: string;
}

/** Queries worth pasting; more are in schema/operations. */
const QUERIES: readonly BannerQuery[] = [
  {
    title: 'Orders with copies of members and products: three units, one fetch',
    needs: ['orders'],
    query:
      '{ orders(first: 10) { edges { node { id status member { displayName } lines { quantity product { name price { amount currency } } } } } } }',
  },
  {
    title: 'One member, as five units know them',
    needs: ['members', 'orders', 'payments', 'community'],
    query:
      '{ memberByHandle(handle: "joost_vandenberg_10") { displayName city followers { totalCount } posts(first: 2) { edges { node { excerpt comments { totalCount } } } } orders(first: 3) { edges { node { status total { amount } lines { product { name } } payment { status } } } } } }',
  },
  {
    title: 'What members write, and what others say to it: one fetch',
    needs: ['community'],
    query:
      '{ posts(first: 3) { edges { node { body author { displayName } comments(first: 2) { edges { node { body author { displayName } } } } } } } }',
  },
  {
    title: 'Films, and what the same members watched',
    needs: ['streaming'],
    query:
      '{ videos(text: "birds", first: 3) { edges { node { title year director similar(first: 3) { title year } } } } }',
  },
  {
    title: 'Search the catalog',
    needs: ['catalog'],
    query: '{ products(first: 5, text: "video") { edges { node { sku name kind price { amount currency } } } } }',
  },
  {
    title:
      'What one customer bought and paid in all (header x-wellspring-actor: staff:me; an id is in the answers above)',
    needs: ['insights'],
    query:
      '{ customerOverview(memberId: "<id>") { member { displayName } totals { currency ordered { amount } paid { amount } } orderCounts { status count } lastActivityAt } }',
  },
];

/** What `npm start` says when everything is up. */
export function banner(platform: Platform): string {
  const base = platform.gatewayUrl.replace(/graphql$/, '');
  const units = platform.units.map((unit) => `    ${unit.padEnd(14)}${platform.unitUrl(unit)}`);
  const queries = QUERIES.filter(({ needs }) => needs.every((unit) => platform.units.includes(unit))).map(
    ({ title, query }) => `    # ${title}\n    ${query}\n`,
  );
  return [
    '',
    `  Wellspring is up on ${platform.mongo.kind} and ${platform.nats.kind}.`,
    '',
    `    endpoint    ${platform.gatewayUrl}`,
    `    Explorer    ${base}  (Apollo Sandbox; without internet: ${base}graphiql)`,
    ...units,
    '',
    '  Queries worth pasting:',
    '',
    ...queries,
    '  npm run demo                     shows the local copies at work',
    '  npm run unit -- hold catalog     ends a unit and keeps it down; release lets it run again',
    '  Ctrl-C                           ends everything',
    '',
  ].join('\n');
}
