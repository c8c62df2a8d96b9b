/** How much one request may ask for. What is past a limit is refused before it is planned. */
export type GatewayLimits = {
  /** Bytes of a request's body. */
  readonly requestBytes: number;
  /** Operations in one batch; 0 refuses batches. */
  readonly batch: number;
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Levels of fields, fragments expanded; introspection has a limit of its own in graphql-js. */
  readonly depth: number;
  /** Selections, fragments expanded. */
  readonly selections: number;
  /** Aliases, fragments expanded. */
  readonly aliases: number;
  /** Directives, fragments expanded. */
  readonly directives: number;
  /** Fields of the root type, fragments expanded. */
  readonly rootFields: number;
  /** Levels of lists and objects in variables. */
  readonly variableDepth: number;
  /** Estimated cost of an operation; 0 estimates none. */
  readonly cost: number;
  /** Items that a list without `@listSize` is taken to have. */
  readonly listSize: number;
};

/** What holds where nothing is set. */
export const DEFAULT_LIMITS: GatewayLimits = Object.freeze({
  requestBytes: 1_048_576, // 1 MiB
  batch: 0,
  tokens: 10_000,
  depth: 25,
  selections: 5_000,
  aliases: 100,
  directives: 100,
  rootFields: 50,
  variableDepth: 50,
  cost: 100_000,
  listSize: 10,
});

/** Reads a variable; what is not a whole number from `least` (0) to `highest` is reported. */
export type WholeNumber = (name: string, fallback: number, highest: number, least?: number) => number;

/** Reads the limits from the environment, by the way that reports faults. */
export function loadLimits(wholeNumber: WholeNumber): GatewayLimits {
  return {
    requestBytes: wholeNumber('MAX_REQUEST_BYTES', DEFAULT_LIMITS.requestBytes, 100_000_000, 1),
    batch: wholeNumber('MAX_BATCH', DEFAULT_LIMITS.batch, 1_000),
    tokens: wholeNumber('MAX_TOKENS', DEFAULT_LIMITS.tokens, 1_000_000, 1),
    depth: wholeNumber('MAX_DEPTH', DEFAULT_LIMITS.depth, 200, 1),
    selections: wholeNumber('MAX_SELECTIONS', DEFAULT_LIMITS.selections, 1_000_000, 1),
    aliases: wholeNumber('MAX_ALIASES', DEFAULT_LIMITS.aliases, 1_000_000),
    directives: wholeNumber('MAX_DIRECTIVES', DEFAULT_LIMITS.directives, 1_000_000),
    rootFields: wholeNumber('MAX_ROOT_FIELDS', DEFAULT_LIMITS.rootFields, 1_000_000, 1),
    variableDepth: wholeNumber('MAX_VARIABLE_DEPTH', DEFAULT_LIMITS.variableDepth, 500, 1),
    cost: wholeNumber('MAX_COST', DEFAULT_LIMITS.cost, 1_000_000_000),
    listSize: wholeNumber('COST_LIST_SIZE', DEFAULT_LIMITS.listSize, 1_000_000, 1),
  };
}
