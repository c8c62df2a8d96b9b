export { isWellspringError } from '../errors/WellspringError.ts';
export { isStaffName } from '../unit/Actor.ts';
export {
  claimsOf,
  GATEWAY_HEADER,
  GATEWAY_ISSUER,
  GATEWAY_TOKEN_LIFETIME,
  GATEWAY_TOKEN_TYPE,
  type GatewayClaims,
} from './GatewayToken.ts';
export { GatewayVerifier, type GatewayVerifierOptions } from './GatewayVerifier.ts';
export { gatewayPrivateKey, gatewayPublicKey, isGatewayKey } from './gatewayKeys.ts';
export type { Identity } from './Identity.ts';
export * from './IdentityConfig.ts';
export { type Identification, identify } from './identify.ts';
export { ALGORITHM, KeyCache, type KeyCacheOptions, type KeyStore, type PublishedKeys } from './KeyCache.ts';
export { CLOCK_TOLERANCE, TOKEN_TYPE, TokenVerifier, type TokenVerifierOptions } from './TokenVerifier.ts';
export type { TrustedIssuer } from './TrustedIssuer.ts';
export { TrustedIssuers, type TrustedIssuersOptions } from './TrustedIssuers.ts';
