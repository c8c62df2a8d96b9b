import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';

/** Encrypts private keys for the database, each bound to its id. Without a secret they are kept as they are. */
export class KeySeal {
  readonly #key: Buffer | undefined;

  constructor(secret: string | undefined) {
    this.#key =
      secret === undefined ? undefined : Buffer.from(hkdfSync('sha256', secret, '', 'wellspring signing keys', 32));
  }

  seal(id: string, text: string): string {
    if (this.#key === undefined) return `plain.${Buffer.from(text).toString('base64url')}`;
    const nonce = randomBytes(12);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(id));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return ['sealed', nonce, cipher.getAuthTag(), sealed].map(toText).join('.');
  }

  /** @throws Error when it was sealed with another secret, for another id, or altered */
  open(id: string, stored: string): string {
    const [kind, ...parts] = stored.split('.');
    const [first = Buffer.alloc(0), tag = first, sealed = first] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (kind === 'plain') return first.toString();
    if (this.#key === undefined) throw new Error('the key is encrypted, and KEY_ENCRYPTION_SECRET is not set');
    const decipher = createDecipheriv(CIPHER, this.#key, first).setAAD(Buffer.from(id)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
  }
}

const toText = (part: string | Buffer): string => (typeof part === 'string' ? part : part.toString('base64url'));
