/**
 * Every code that the gateway itself gives an error, and what it means. gateway/README.md shows the same table;
 * a test compares them. Codes of subgraphs pass through unchanged.
 */
export const gatewayErrorCodes = {
  SUBGRAPH_UNAVAILABLE:
    'A subgraph did not answer: `extensions.service` names it and `extensions.reason` says why. Its fields are null; the others stay.',
  SUBGRAPH_TIMEOUT:
    'A subgraph did not answer in time, or the whole operation had no time left: `extensions` as above. A mutation may have been done.',
  SUBGRAPH_BUSY:
    'Too many fetches wait for a subgraph already: `extensions` as above. Nothing was sent; try again shortly.',
  SUBGRAPH_INVALID_VALUE:
    'A subgraph answered with a value that its type does not allow. The field is null; `extensions.service` is there where only one subgraph can have said it.',
  GATEWAY_NOT_READY: 'The gateway has no supergraph yet (HTTP 503). Ask again shortly.',
  ACCESS_TOKEN_INVALID:
    'The access token is malformed, altered, not signed with a key of members, or for something else (HTTP 401). Sign in again.',
  ACCESS_TOKEN_EXPIRED: 'The access token is too old (HTTP 401). Get a new one with `refreshSession`.',
  UNAUTHENTICATED: 'The field is for those who are signed in, and nobody is. It is null, and was asked of no subgraph.',
  FORBIDDEN:
    'The field takes scopes or policies that the access token does not have. It is null, and was asked of no subgraph.',
  KEYS_UNAVAILABLE:
    "The field is guarded, and the access token cannot be checked now: its issuer's keys are not known and cannot be had. Try again shortly.",
  DEVELOPMENT_IDENTITY_REFUSED:
    'The request carries `x-wellspring-actor`, and this gateway does not believe it (HTTP 400). Sign in instead.',
  ACTOR_INVALID:
    '`x-wellspring-actor` is neither a member id nor `staff:<name>`: 1 to 128 letters, digits and `. : _ -` (HTTP 400).',
  REQUEST_TOO_LARGE:
    'The body is larger than `MAX_REQUEST_BYTES` (HTTP 413). Here and below `extensions` has `limit` and `asked`.',
  BATCH_TOO_LARGE: 'The batch has more operations than `MAX_BATCH`, or batches are not accepted (HTTP 400).',
  VARIABLES_TOO_DEEP: '`variables` or `extensions` are nested deeper than `MAX_VARIABLE_DEPTH` (HTTP 400).',
  OPERATION_TOO_LARGE: 'The document has more tokens than `MAX_TOKENS` (HTTP 400).',
  OPERATION_TOO_DEEP: 'Fields are nested deeper than `MAX_DEPTH`, or brackets deeper than 250 (HTTP 400).',
  TOO_MANY_SELECTIONS: 'With fragments expanded there are more selections than `MAX_SELECTIONS` (HTTP 400).',
  TOO_MANY_ALIASES: 'With fragments expanded there are more aliases than `MAX_ALIASES` (HTTP 400).',
  TOO_MANY_DIRECTIVES: 'With fragments expanded there are more directives than `MAX_DIRECTIVES` (HTTP 400).',
  TOO_MANY_ROOT_FIELDS:
    'With fragments expanded there are more fields of the root type than `MAX_ROOT_FIELDS` (HTTP 400).',
  OPERATION_TOO_COSTLY: 'The estimated cost is over `MAX_COST` (HTTP 400). Ask for fewer items, or for less of each.',
  RATE_LIMITED: 'The client asked more often than `RATE_LIMIT` allows (HTTP 429). Wait for `retryAfterMs`.',
  INTROSPECTION_REFUSED: 'Introspection takes a token with the scope `INTROSPECTION_SCOPE` in production (HTTP 403).',
  OPERATION_NOT_LISTED: 'The safelist is enforced and does not have the operation (HTTP 403).',
  PERSISTED_QUERY_INVALID: 'The persisted query has no version 1, no hash, or the hash of another text (HTTP 400).',
  OPERATION_RESOLUTION_FAILURE:
    '`operationName` names none of the operations, or is missing where there are several (HTTP 400).',
  PLANNING_TIMEOUT:
    'No plan was found within `PLANNING_TIMEOUT_MS`. Other operations did not wait for it; ask for less.',
  PLANNING_FAILED: 'There is no plan for the operation; the log says why.',
  PLAN_UNSUPPORTED: 'The plan needs what this gateway does not execute, such as a subscription.',
  PLAN_INVALID: 'The planner made a plan that cannot be executed; the log says why.',
  INTERNAL_SERVER_ERROR: 'A fault of ours; the log has it under the request id that the message gives.',
  BAD_REQUEST: 'The request is not GraphQL over HTTP (HTTP 400 and others).',
} as const;

/** One of the gateway's own codes. */
export type GatewayErrorCode = keyof typeof gatewayErrorCodes;

/** Why a subgraph did not answer. */
export const unavailableReasons = {
  UNREACHABLE: 'No connection could be made, or it broke.',
  NOT_READY: 'It answered 503: it is up and cannot serve yet.',
  BAD_ANSWER: 'It answered with something that is not a GraphQL response, with another 5xx, or with too much.',
  CIRCUIT_OPEN: 'It failed too often just now: nothing is sent until one fetch has found it well again.',
  TIMEOUT: 'The answer took longer than the limit for one fetch (`SUBGRAPH_TIMEOUT`).',
  DEADLINE: 'The limit for the whole operation was reached (`SUBGRAPH_TIMEOUT`).',
  QUEUE_FULL: 'As many fetches as may already wait for it (`SUBGRAPH_BUSY`).',
  CANCELLED: 'The client went away; only the log has this.',
} as const;

/** One of the reasons of the codes `SUBGRAPH_…`. */
export type UnavailableReason = keyof typeof unavailableReasons;
