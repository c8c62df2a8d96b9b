import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { WellspringError } from '@wellspring/kit';

/** OWASP's least for argon2id: 19 MiB, 2 passes, 1 lane. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_LENGTH = 32; // bytes
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/-]+)\$([\w+/-]+)$/;

/** Nobody's: what a password is compared with where there is no account, so that it takes as long. */
const NOBODY = phc(COST, randomBytes(16), randomBytes(TAG_LENGTH));

/** A password's hash as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return phc(COST, salt, await derive(password, salt, COST));
}

/** Whether it is the password of that hash; takes as long, and says no, where there is none. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(hash ?? NOBODY) ?? [];
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const derived = await derive(password, Buffer.from(salt, 'base64'), cost);
  return timingSafeEqual(derived, Buffer.from(tag, 'base64')) && hash !== undefined;
}

/** Whether a hash was made at another cost than today's. */
export function isOutdated(hash: string): boolean {
  return !hash.startsWith(prefix(COST));
}

type Cost = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>;

function prefix({ memory, passes, parallelism }: Cost): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$`;
}

function phc(cost: Cost, salt: Buffer, tag: Buffer): string {
  const text = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
  return `${prefix(cost)}${text(salt)}$${text(tag)}`;
}

const AT_ONCE = 2; // of libuv's four threads: others need them too
const MOST_WAITING = 100; // some 2 s of work
let running = 0;
const waiting: (() => void)[] = [];

/** A few at a time: each takes 19 MiB and some 30 ms of a core. */
async function derive(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  if (waiting.length >= MOST_WAITING)
    throw new WellspringError('SIGN_IN_THROTTLED', 'Too many sign in at once: try again shortly.', {
      details: { retryAfter: 5 },
    });
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    const message = password.normalize('NFKC');
    return await promisify(argon2)('argon2id', { message, nonce, tagLength: TAG_LENGTH, ...cost });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
