export type { GatewayConfig } from './config/GatewayConfig.ts';
export { ConfigInvalid, loadConfig } from './config/loadConfig.ts';
export { createGateway, type Gateway } from './createGateway.ts';
export { type GatewayErrorCode, gatewayErrorCodes, type UnavailableReason } from './errors/GatewayErrorCode.ts';
export type { FreshnessEntry } from './Freshness.ts';
export type { FetchRecord } from './GatewayContext.ts';
