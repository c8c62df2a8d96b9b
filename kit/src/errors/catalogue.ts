/**
 * Every coded error of the kit and of the units: its HTTP-like class and what the caller can do.
 * `docs/errors.md` is the documented table; a test compares the two. A retired code is never reused.
 */
export const catalogue = {
  // The caller's input
  BAD_INPUT: { status: 400, help: 'Correct the named field and send the request again.' },
  UNAUTHENTICATED: {
    status: 401,
    help: 'Sign in and send the access token (in development also: x-wellspring-actor).',
  },
  ACCESS_TOKEN_INVALID: { status: 401, help: 'Sign in again; send the access token as `authorization: Bearer …`.' },
  ACCESS_TOKEN_EXPIRED: { status: 401, help: 'Get a new access token with refreshSession.' },
  INVALID_CREDENTIALS: { status: 401, help: 'Correct the name or the password.' },
  SIGN_IN_THROTTLED: { status: 429, help: 'Wait for `retryAfter` seconds, then try again.' },
  SESSION_EXPIRED: { status: 401, help: 'Sign in again.' },
  SESSION_REUSED: { status: 401, help: 'Sign in again; use each refresh token once.' },
  STAFF_NAME_TAKEN: { status: 409, help: 'Choose another name.' },
  GATEWAY_TOKEN_REQUIRED: { status: 401, help: 'Ask the gateway: units answer nobody else.' },
  KEYS_UNAVAILABLE: { status: 503, help: 'The keys of tokens cannot be had from members: try again shortly.' },
  FORBIDDEN: { status: 403, help: 'The acting member may not do or see this.' },
  NOT_FOUND: { status: 404, help: 'There is no entity with that id.' },
  CONFLICT: { status: 409, help: 'Somebody else changed the entity meanwhile: load it again and repeat the change.' },
  HANDLE_TAKEN: { status: 409, help: 'Choose another handle.' },
  EMAIL_TAKEN: { status: 409, help: 'That e-mail address belongs to another member.' },
  SKU_TAKEN: { status: 409, help: 'Choose another sku.' },
  MEMBER_UNKNOWN: { status: 409, help: 'The acting member does not exist (any more).' },
  SUBSCRIPTION_PENDING: { status: 409, help: 'Wait for the outcome of the payment that was asked for.' },
  SUBSCRIPTION_NONE: { status: 409, help: 'There is no subscription to cancel.' },
  PRODUCT_UNKNOWN: { status: 409, help: 'Order products that the catalog has.' },
  PRODUCT_RETIRED: { status: 409, help: 'Order products that are on sale.' },
  CURRENCY_MIXED: { status: 409, help: 'Place one order a currency.' },
  SUBSCRIPTION_REQUIRED: { status: 403, help: 'Subscribe, or renew the subscription, and try again.' },
  NOT_CANCELLABLE: { status: 409, help: 'Only an order that is not fulfilled and not cancelled can be cancelled.' },
  NOT_FULFILLABLE: { status: 409, help: 'Only an order that is paid can be fulfilled.' },
  NOT_REFUNDABLE: {
    status: 409,
    help: "Only a subscription's captured payment can be refunded; cancel the order otherwise.",
  },
  FOLLOW_LIMIT: { status: 409, help: 'Follow somebody less first: see the limit in the message.' },
  // Replicas
  REPLICA_NOT_READY: { status: 503, help: 'The local copy is still being filled: try again shortly, or load by id.' },
  REPLICA_UNAVAILABLE: {
    status: 503,
    help: 'The copy has no such row and its owner does not answer: try again when the owner is back.',
  },
  OWNER_BUSY: { status: 503, help: 'Ask again in a moment: the owner has too many asks to answer.' },
  // Reactions
  REACTION_TIMEOUT: {
    status: 503,
    help: 'Give what the reaction waits for a shorter deadline; the event is tried again.',
  },
  // A unit's own state
  UNIT_NOT_READY: { status: 503, help: 'The unit waits for its database: see /readyz.' },
  DATABASE_UNAVAILABLE: { status: 503, help: "The unit's database does not answer: try again shortly." },
  EVENTS_PENDING_LIMIT: {
    status: 503,
    help: 'Too many business events of the entity wait to be published: try again when its relay has caught up.',
  },
  // Declarations and programming errors
  UNIT_INVALID: { status: 500, help: 'Correct the declaration of the unit as the message says.' },
  CONFIG_INVALID: { status: 500, help: 'Correct the named environment variables.' },
  EVENT_INVALID: { status: 500, help: 'Record the event with the fields that events.graphql declares.' },
  GOLDEN_WRITE_REFUSED: { status: 500, help: 'Write the entity in one of the ways the golden source can stamp.' },
  VIEW_NOT_PURE: { status: 500, help: 'A field of a view may use nothing but its own document.' },
  VIEW_INVALID: {
    status: 500,
    help: 'The view does not fit the schema, or its content is not what the contract says.',
  },
  VIEW_TOO_LARGE: { status: 500, help: 'The content of the view is larger than a message may be: select less.' },
  INTERNAL: { status: 500, help: 'An unexpected failure; the log has it under the request id.' },
} as const;

/** A code of {@link catalogue}. */
export type ErrorCode = keyof typeof catalogue;
