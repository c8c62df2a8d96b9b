import type { HopsReport, HopsSide } from './HopsReport.ts';
import type { Spread } from './summarise.ts';

/** The report for a person: a table, and what it holds for. */
export function formatReport({ on, off, ratio, rounds, conditions }: HopsReport): string {
  const { mongo, nats, node, cpus, load, products, members, orders, concurrency, seconds } = conditions;
  const rows: readonly (readonly string[])[] = [
    ['', 'with copies', '', 'without copies', ''],
    ...(['p50Ms', 'p95Ms', 'p99Ms'] as const).map((key) => row(`${key.slice(0, 3)}, ms`, on[key], off[key])),
    row('requests/s', on.rps, off.rps),
    ['fetches', String(on.fetches.length), names(on), String(off.fetches.length), names(off)],
    ['requests', String(on.requests), '', String(off.requests), ''],
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const table = rows.map((cells) => `  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
  return [
    ...table,
    '',
    `  ratio ${show(ratio.median)} (throughput with copies over throughput without; ${range(ratio)} in single rounds)`,
    '',
    `  Medians of ${rounds} rounds of ${seconds} s each way, lowest to highest beside them; ${concurrency} requests at a time.`,
    `  ${mongo}, ${nats}, Node ${node}, ${cpus} CPUs (load before the start: ${load.toFixed(2)}).`,
    `  ${members} members, ${products} products, ${orders} orders.`,
    '',
  ].join('\n');
}

function row(name: string, on: Spread, off: Spread): readonly string[] {
  return [name, show(on.median), range(on), show(off.median), range(off)];
}

/** `orders, members, catalog`. */
function names({ fetches }: HopsSide): string {
  return fetches.join(', ');
}

function range({ lowest, highest }: Spread): string {
  return `${show(lowest)} to ${show(highest)}`;
}

function show(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
