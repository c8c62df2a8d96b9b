import type { Problem } from './Problem.ts';

/** Problems grouped by file, each with its line, its place, what to write, and its code (see docs/check.md). */
export function formatProblems(problems: readonly Problem[]): string {
  const files = Map.groupBy(problems, ({ file }) => file);
  return [...files].map(([file, ofFile]) => `${file}\n${ofFile.map(formatProblem).join('')}`).join('\n');
}

function formatProblem({ code, line, at, message }: Problem): string {
  return `  ${line === undefined ? '' : `${line}: `}${at}  [${code}]\n      ${message.replaceAll('\n', '\n      ')}\n`;
}
