import type { GraphQLError } from 'graphql';
import type { ContractProblem, ContractProblemCode } from './ContractProblem.ts';

/** Reads a file's text, or records why it cannot be read and answers undefined. */
export function attempt<T>(
  read: () => T,
  code: ContractProblemCode,
  file: ContractProblem['file'],
  problems: ContractProblem[],
): T | undefined {
  try {
    return read();
  } catch (error) {
    const { message, locations } = error as GraphQLError;
    problems.push({ code, file, line: locations?.[0]?.line, at: file, message });
    return undefined;
  }
}
