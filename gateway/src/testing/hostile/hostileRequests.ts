import { bodies } from './bodies.ts';
import type { HostileRequest } from './HostileRequest.ts';
import { operations } from './operations.ts';
import { protocol } from './protocol.ts';
import { sockets } from './sockets.ts';

/** Bad requests of every kind we know: each must be answered with a 4xx or a coded error. */
export const hostileRequests: readonly HostileRequest[] = [...bodies, ...operations, ...protocol, ...sockets];
