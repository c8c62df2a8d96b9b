import type { Platform } from './Platform.ts';

/** Queries worth pasting: one fetch over three units, a search, one member's orders. */
const QUERIES: readonly (readonly [string, string])[] = [
  [
    'Orders with copies of members and products: three units, one fetch',
    '{ orders(first: 10) { edges { node { id member { displayName } lines { quantity product { name price { amount currency } } } } } } }',
  ],
  [
    'Search the catalog',
    '{ products(first: 5, text: "video") { edges { node { sku name kind price { amount currency } } } } }',
  ],
  ['Who the members are', '{ members(first: 5) { edges { node { id displayName handle } } } }'],
];

/** What `npm start` says when everything is up. */
export function banner(platform: Platform): string {
  const base = platform.gatewayUrl.replace(/graphql$/, '');
  const units = platform.units.map((unit) => `    ${unit.padEnd(14)}${platform.unitUrl(unit)}`);
  const queries = QUERIES.map(([title, query]) => `    # ${title}\n    ${query}\n`);
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
