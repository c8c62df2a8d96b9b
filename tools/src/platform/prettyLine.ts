const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const UNSAID: ReadonlySet<string> = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'msg',
  'v',
  'service',
  'unit',
  'name',
]);

/** How nats-server marks what is no warning. */
const NATS_INFO = /\[(INF|DBG|TRC)\]/;

/**
 * One line of a child's output for people: `12:30:01 warn  the broker is away  url=nats://…`.
 * Undefined for one below `lowest` (pino's numbers: 30 info, 40 warn). What is no JSON is shown as it is.
 */
export function prettyLine(line: string, lowest: number): string | undefined {
  const entry = line.startsWith('{') ? parse(line) : undefined;
  if (entry === undefined) return line.trim() === '' || (lowest > 30 && NATS_INFO.test(line)) ? undefined : line;
  const level = typeof entry.level === 'number' ? entry.level : 30;
  if (level < lowest) return undefined;
  const time = new Date(entry.time as string | number);
  const clock = Number.isNaN(time.getTime()) ? '' : `${time.toTimeString().slice(0, 8)} `;
  const facts = Object.entries(entry)
    .filter(([key]) => !UNSAID.has(key))
    .map(([key, value]) => `  ${key}=${show(key, value)}`);
  return `${clock}${(LEVELS[level] ?? String(level)).padEnd(5)} ${entry.msg ?? ''}${facts.join('')}`;
}

function show(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (key === 'err' && typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  return JSON.stringify(value);
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
