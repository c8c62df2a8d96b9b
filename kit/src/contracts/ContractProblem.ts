/** Every fault that a unit's published contracts can have; docs/check.md lists them. */
export const contractProblemCodes = [
  'SDL_UNREADABLE',
  'VIEWS_UNREADABLE',
  'VIEW_NAME_TAKEN',
  'VIEW_NAME_MALFORMED',
  'VIEW_NOT_OF_ENTITY',
  'VIEW_KEY_NOT_ID',
  'VIEW_FIELD_UNKNOWN',
  'VIEW_ARGUMENT',
  'VIEW_ALIAS',
  'VIEW_DIRECTIVE',
  'VIEW_SPREAD',
  'VIEW_ABSTRACT',
  'VIEW_SELECTION',
  'VIEW_COPY_OF_COPY',
  'EVENTS_UNREADABLE',
  'EVENT_NAME_TAKEN',
  'EVENT_NOT_PAST_TENSE',
  'EVENT_NOT_OF_ENTITY',
  'EVENT_FIELD_TYPE',
  'EVENT_KIND',
] as const;

/** What is wrong with a unit's published contracts. */
export type ContractProblemCode = (typeof contractProblemCodes)[number];

/** One fault, where it is and what to write instead. */
export interface ContractProblem {
  readonly code: ContractProblemCode;
  readonly file: 'schema.graphql' | 'views.graphql' | 'events.graphql';
  /** From 1; absent where the fault is the file's as a whole. */
  readonly line?: number | undefined;
  /** The view, event, type or field, dotted: `MemberCard.displayName`. */
  readonly at: string;
  readonly message: string;
}

/** `views.graphql:4 MemberCard.displayName: …`, one line a problem. */
export function formatContractProblem({ file, line, at, message }: ContractProblem): string {
  return `${file}${line === undefined ? '' : `:${line}`} ${at}: ${message}`;
}
