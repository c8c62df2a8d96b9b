import { WellspringError } from '../errors/WellspringError.ts';

/** One row of a {@link Connection}. */
export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** Relay's PageInfo. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page of a list, as the GraphQL Cursor Connections specification draws it. */
export interface Connection<Node> {
  readonly edges: Edge<Node>[];
  readonly pageInfo: PageInfo;
  /** Counts when it is called, so that a query that does not ask for it does not pay. GraphQL calls it as the field's resolver. */
  readonly totalCount: () => Promise<number>;
}

/** The arguments that every list takes; absent and null `first` is the schema's default of 20. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

const DEFAULT_PAGE = 20; // rows
const MAX_PAGE = 100; // rows

/**
 * The number of rows asked for.
 * @throws WellspringError BAD_INPUT unless it is 1 to 100
 */
export function pageSize({ first }: PageArguments): number {
  const size = first ?? DEFAULT_PAGE;
  if (Number.isInteger(size) && size >= 1 && size <= MAX_PAGE) return size;
  const message = `Expected 1 to ${MAX_PAGE} rows, got ${size}.`;
  throw new WellspringError('BAD_INPUT', `first: ${message}`, { details: { faults: [{ field: 'first', message }] } });
}
