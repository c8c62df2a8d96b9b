import { randomBytes } from 'node:crypto';
import { gatewayPublicKey } from '@wellspring/kit/identity';

// A new key of the gateway: it keeps the private part, units get the public one.
const privateKey = randomBytes(32).toString('base64url');
process.stdout.write(`GATEWAY_PRIVATE_KEY=${privateKey}\nGATEWAY_PUBLIC_KEYS=${gatewayPublicKey(privateKey)}\n`);
