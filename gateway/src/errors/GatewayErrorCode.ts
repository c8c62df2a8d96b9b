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
  DEVELOPMENT_IDENTITY_REFUSED:
    'The request carries `x-wellspring-actor`, and this gateway does not believe it (HTTP 400). Sign in instead.',
  ACTOR_INVALID:
    '`x-wellspring-actor` is neither a member id nor `staff:<name>`: 1 to 128 letters, digits and `. : _ -` (HTTP 400).',
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
