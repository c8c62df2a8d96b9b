import type { GraphQLFormattedError } from 'graphql';

/** What a subgraph answers, by the GraphQL specification (section 7.1, Response Format). */
export type SubgraphResponse = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly SubgraphErrorBody[];
  readonly extensions?: Record<string, unknown> | null;
};

type SubgraphErrorBody = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Record<string, unknown> | null;
};

/** Whether a JSON value is a GraphQL response: `data`, `errors` that say something, or both. */
export function isGraphQLResponse(value: unknown): value is SubgraphResponse {
  if (!isRecord(value)) return false;
  const { data, errors, extensions } = value;
  const errorsFit = Array.isArray(errors) && errors.length > 0 && errors.every(isErrorBody);
  const extensionsFit = extensions === undefined || extensions === null || isRecord(extensions);
  if (!extensionsFit || (errors !== undefined && !errorsFit)) return false;
  return isRecord(data) || (errorsFit && (data === undefined || data === null));
}

/** A subgraph's error as clients may see it: its own code, the subgraph's name, and nothing of its insides. */
export function toSubgraphError(service: string, error: SubgraphErrorBody): GraphQLFormattedError {
  const {
    stacktrace: _stack,
    exception: _exception,
    http: _http,
    ...extensions
  } = isRecord(error.extensions) ? error.extensions : {};
  return {
    message: error.message,
    ...(isPath(error.path) ? { path: error.path } : {}),
    extensions: { ...extensions, service },
  };
}

function isErrorBody(value: unknown): value is SubgraphErrorBody {
  return isRecord(value) && typeof value.message === 'string';
}

/** A place that makes no sense is left out; the error stays. */
function isPath(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string' || Number.isInteger(part));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
