import type { OperationOutage, Outage } from './measureOutages.ts';

const HEAD = `# Outages

What still answers while units are down: measured by \`npm run outages\`, which writes this file. It takes each unit down, and each pair, on the
platform that \`npm start\` runs, and asks these client operations of [schema/operations](../schema/operations), in a story in which every unit has a part.
\`npm test\` measures the single units again and compares.

A cell says how many of an operation's fields have a value, of how many while everything is up; \`all\` means that nothing is missing. What is missing is
in every case the missing units' own: fields that, by the composed graph, nobody else can answer, and what is reached only through them.
`;

/** `docs/outages.md`. */
export function formatOutages(outages: readonly Outage[]): string {
  const singles = outages.filter(({ missing }) => missing.length === 1);
  const pairs = outages.filter(({ missing }) => missing.length === 2);
  return [HEAD, formatSingles(singles), ...(pairs.length === 0 ? [] : [formatPairs(pairs)])].join('\n');
}

/** The part that the tests measure again. */
export function formatSingles(outages: readonly Outage[]): string {
  const units = outages.map(({ missing }) => missing.join());
  const names = outages[0]?.operations.map(({ operation }) => operation) ?? [];
  const rows = names.map((name) => {
    const cells = outages.map(({ operations }) => cell(operations.find(({ operation }) => operation === name)));
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  const lost = outages.map(({ missing, operations }) => {
    const fields = operations.flatMap(({ operation, lost }) => roots(lost).map((path) => `${operation} \`${path}\``));
    return `- **${missing.join()}**: ${fields.length === 0 ? 'nothing' : fields.join(', ')}`;
  });
  return [
    '## One unit is down',
    '',
    `| operation | ${units.join(' | ')} |`,
    `|---|${units.map(() => '---|').join('')}`,
    ...rows,
    '',
    'What is missing then (and what is below it):',
    '',
    ...lost,
    '',
  ].join('\n');
}

function formatPairs(outages: readonly Outage[]): string {
  const rows = outages.map(({ missing, operations }) => {
    const whole = operations.filter(({ lost }) => lost.length === 0).length;
    const nothing = operations.filter(({ lost, fields }) => lost.length === fields).map(({ operation }) => operation);
    const fields = sum(operations.map((each) => each.fields));
    const left = fields - sum(operations.map((each) => each.lost.length));
    return `| ${missing.join(', ')} | ${whole} of ${operations.length} | ${left} of ${fields} | ${nothing.join(', ') || '–'} |`;
  });
  return [
    '## Two units are down',
    '',
    '| units | operations in full | fields that answer | operations without any answer |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function cell(outage: OperationOutage | undefined): string {
  if (outage === undefined) return '';
  const { fields, lost } = outage;
  return lost.length === 0 ? 'all' : `${fields - lost.length} of ${fields}`;
}

/** Paths without those below another of them. */
const roots = (paths: readonly string[]): string[] =>
  paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`)));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
