import type { DriftReport } from '../../../kit/src/drift/DriftReport.ts';

/** A report as lines for people. */
export function formatReport(unit: string, report: DriftReport): string {
  const { view, checked, found, repaired, unsettled, entities, tookMs, error } = report;
  const name = `${unit} ← ${view}`;
  if (error !== undefined) return `${name}: not compared: ${error}\n`;
  const total = Object.values(found).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(found).map(([kind, count]) => `${count} ${kind}`);
  const verdict = total === 0 ? 'no drift' : `${total} differ (${kinds.join(', ')}), ${repaired} repaired`;
  const moving = unsettled === 0 ? '' : `, ${unsettled} changing just now`;
  const lines = entities.map(
    ({ id, kind, owner, row }) =>
      `  ${kind.padEnd(8)} ${id}  owner ${owner.epoch}.${owner.rev}, copy ${row.epoch}.${row.rev}\n`,
  );
  const more = total > entities.length ? `  … and ${total - entities.length} more\n` : '';
  return `${name}: ${checked} entities in ${tookMs} ms: ${verdict}${moving}\n${lines.join('')}${more}`;
}
