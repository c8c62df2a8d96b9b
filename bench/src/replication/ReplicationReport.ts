/** Highest resident memory of a process in the first and in the last third of the changes, in MB. */
export interface MemorySpread {
  readonly firstMb: number;
  readonly lastMb: number;
}

/** What was measured, and what it holds for. `npm run bench:replication -- --json` prints it. */
export interface ReplicationReport {
  /** Upserts a second of the MongoDB server by plain bulkWrite: the mean of `raw`. */
  readonly rawPerSecond: number;
  /** Measured four times: before the ceiling, before the changes, after them, after the new replica. */
  readonly raw: readonly number[];
  /** Write, read, apply, clear with the driver alone, over the raw figures around it, as all ratios. */
  readonly ceilingRatio: number;
  /** Changes of different entities a second, from the first write until all are visible in the replica and cleared at the owner. */
  readonly changesPerSecond: number;
  /** `changesPerSecond` over raw. Target: at least 0.15. */
  readonly ratio: number;
  /** From MongoDB's confirmation to the announcement of the replica, at 50 changes a second. */
  readonly lagP50Ms: number;
  /** Target: below 100. */
  readonly lagP99Ms: number;
  /** Rows a second of a replica that starts from nothing, from the start of its process; null when left out. */
  readonly bootstrapPerSecond: number | null;
  /** Over raw. Target: at least 0.7. */
  readonly bootstrapRatio: number | null;
  readonly memory: { readonly owner: MemorySpread; readonly consumer: MemorySpread };
  readonly changes: number;
  readonly lagChanges: number;
  readonly bootstrap: number;
  /** `SecantusDB 0.9`, `MongoDB 8.0` */
  readonly mongo: string;
  readonly nats: string;
  readonly syncInterval: string;
  readonly node: string;
  readonly cpus: number;
  /** The machine's load before the start. */
  readonly load: number;
}

/** The report for a person. */
export function formatReplication(report: ReplicationReport): string {
  const { rawPerSecond, ceilingRatio, changesPerSecond, ratio, bootstrapPerSecond, bootstrapRatio, memory } = report;
  const rows: [string, string, string, string][] = [
    ['', 'a second', 'over raw', 'target'],
    ['raw upserts', whole(rawPerSecond), '1.00', ''],
    [
      'driver alone: write, read, apply, clear',
      whole(ceilingRatio * ((report.raw[0] ?? 0) + (report.raw[1] ?? 0)) * 0.5),
      ceilingRatio.toFixed(3),
      '',
    ],
    ['changes, owner to replica', whole(changesPerSecond), ratio.toFixed(3), 'at least 0.15'],
    bootstrapPerSecond === null || bootstrapRatio === null
      ? ['a new replica', '-', '-', 'left out']
      : ['a new replica', whole(bootstrapPerSecond), bootstrapRatio.toFixed(3), 'at least 0.7'],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const spread = ({ firstMb, lastMb }: MemorySpread) => `${whole(firstMb)} MB, then ${whole(lastMb)} MB`;
  return [
    ...rows.map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
    '',
    `  lag at 50 changes/s: p50 ${whole(report.lagP50Ms)} ms, p99 ${whole(report.lagP99Ms)} ms (target: p99 below 100 ms)`,
    `  memory: owner ${spread(memory.owner)}; consumer ${spread(memory.consumer)}`,
    '',
    `  ${report.changes} changes, each of another entity; ${report.lagChanges} for the lag; a replica of ${report.bootstrap} rows.`,
    `  ${report.mongo} (raw ${report.raw.map(whole).join(', ')}), ${report.nats} (sync ${report.syncInterval}), Node ${report.node}, ${report.cpus} CPUs (load before the start: ${report.load.toFixed(2)}).`,
    '',
  ].join('\n');
}

const whole = (value: number): string => value.toFixed(0);
