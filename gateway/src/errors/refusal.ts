import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayErrorCode } from './GatewayErrorCode.ts';

/** What a limit says of itself in `extensions`. */
export type LimitDetails = { readonly limit?: number; readonly asked?: number };

/** The error of an operation that is refused whole, with the HTTP status that says so. */
export function refusal(
  code: GatewayErrorCode,
  message: string,
  details: LimitDetails = {},
  status = 400,
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...details, http: { status, headers: new HeaderMap() } } });
}
