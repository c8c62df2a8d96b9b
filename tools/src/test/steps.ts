import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that `npm test` proves by running a program. */
export interface Step {
  readonly name: string;
  /** A file that Node runs, from the root, and its arguments. */
  readonly script: string;
  readonly args: readonly string[];
}

const STEPS: readonly Step[] = [
  { name: 'format', script: 'node_modules/@biomejs/biome/bin/biome', args: ['format'] },
  { name: 'lint', script: 'node_modules/@biomejs/biome/bin/biome', args: ['lint', '--diagnostic-level=warn'] },
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-p', '.'] },
  { name: 'check', script: 'tools/src/check.ts', args: [] },
  { name: 'generate', script: 'tools/src/generate.ts', args: ['--check'] },
  { name: 'compose', script: 'tools/src/compose.ts', args: ['--check'] },
];

/** What is proved before Jest, in this order: cheap and telling things first. */
export function stepsOf(root: string): readonly Step[] {
  return STEPS.filter(({ script }) => existsSync(join(root, script)));
}
