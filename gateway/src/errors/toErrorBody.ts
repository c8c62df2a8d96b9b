import type { GatewayErrorCode } from './GatewayErrorCode.ts';

/** A GraphQL response that holds one error, for requests that end before there is an operation. */
export function toErrorBody(code: GatewayErrorCode, message: string, details: object = {}): object {
  return { errors: [{ message, extensions: { code, ...details } }] };
}
