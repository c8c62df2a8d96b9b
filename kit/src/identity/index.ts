export { isWellspringError } from '../errors/WellspringError.ts';
export { isStaffName } from '../unit/Actor.ts';
export * from './IdentityConfig.ts';
export { type Identification, identify } from './identify.ts';
export { ALGORITHM, KeyCache, type KeyCacheOptions, type KeyStore, type PublishedKeys } from './KeyCache.ts';
export * from './TokenVerifier.ts';
