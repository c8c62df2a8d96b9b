import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** A key as text: the 32 bytes of an Ed25519 key (RFC 8032), base64url without padding. */
const KEY = /^[A-Za-z0-9_-]{43}$/;

/** What stands before a private key's 32 bytes in PKCS #8 (RFC 8410, section 10.3). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Whether a text can be a key of the gateway. */
export const isGatewayKey = (text: string): boolean => KEY.test(text);

/** The private key that a text (`GATEWAY_PRIVATE_KEY`) is. */
export function gatewayPrivateKey(text: string): KeyObject {
  const key = Buffer.concat([PKCS8, Buffer.from(text, 'base64url')]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** The public key, as text (`GATEWAY_PUBLIC_KEYS`), of a private one. */
export function gatewayPublicKey(privateKey: string): string {
  return createPublicKey(gatewayPrivateKey(privateKey)).export({ format: 'jwk' }).x ?? '';
}
