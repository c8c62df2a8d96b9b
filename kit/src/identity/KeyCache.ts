import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { Logger } from 'pino';
import { WellspringError } from '../errors/WellspringError.ts';
import type { Algorithm } from './TrustedIssuer.ts';

/** The one algorithm that members signs tokens with. */
export const ALGORITHM = 'EdDSA';

/** A JSON Web Key Set, RFC 7517 section 5. */
export interface PublishedKeys {
  readonly keys: readonly JWK[];
}

/** Where keys are kept over a restart. */
export interface KeyStore {
  load(): Promise<PublishedKeys | null>;
  save(keys: PublishedKeys): Promise<void>;
}

/** What a {@link KeyCache} needs. Times in ms. */
export interface KeyCacheOptions {
  readonly url: string;
  readonly log: Logger;
  /** What the keys may be for; others are passed over. Default: members' {@link ALGORITHM}. */
  readonly algorithms?: readonly Algorithm[];
  /** From one look at the keys to the next; less than the time that a key is published before it signs. Default 300,000. */
  readonly refreshInterval?: number;
  /** Least time between two looks because of unknown keys: whoever sends such tokens cannot make members work. Default 10,000. */
  readonly unknownInterval?: number;
  /** How long an answer may take. Default 3,000. */
  readonly timeout?: number;
}

const RETRY_INTERVAL = 1_000; // ms
/** So many in a row are told, once: units that start together wait for members for a moment. */
const TELLING_FAILURES = 5;

/**
 * The public keys of an issuer, as last published. They are looked at from time to time and when a token names one that is not known.
 * What is known stays while the issuer is down; what it no longer publishes goes.
 */
export class KeyCache {
  readonly #url: string;
  readonly #log: Logger;
  readonly #algorithms: readonly Algorithm[];
  readonly #limits: { readonly refreshInterval: number; readonly unknownInterval: number; readonly timeout: number };
  #store: KeyStore | undefined;
  /** By algorithm and id. */
  #keys: ReadonlyMap<string, CryptoKey> = new Map();
  #published: PublishedKeys | undefined;
  #looking: Promise<void> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #problem: unknown;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #saved: string | undefined;

  constructor({ url, log, algorithms = [ALGORITHM], ...limits }: KeyCacheOptions) {
    const { refreshInterval = 300_000, unknownInterval = 10_000, timeout = 3_000 } = limits;
    this.#url = url;
    this.#log = log;
    this.#algorithms = algorithms;
    this.#limits = { refreshInterval, unknownInterval, timeout };
  }

  /** Begins to look at the keys from time to time. */
  start(): void {
    const look = async (): Promise<void> => {
      await this.#look();
      if (this.#stopped) return;
      const pause = this.#problem === undefined ? this.#limits.refreshInterval : RETRY_INTERVAL;
      this.#timer = setTimeout(() => void look(), pause);
      this.#timer.unref();
    };
    void look();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Takes what was kept, unless newer keys are here already, and keeps what comes. */
  async keepIn(store: KeyStore): Promise<void> {
    if (this.#published === undefined) {
      const kept = await store.load();
      if (kept !== null && this.#published === undefined) {
        await this.#take(kept).catch((error: unknown) =>
          this.#log.warn({ err: error, url: this.#url }, 'what was kept of the keys of tokens cannot be used'),
        );
      }
    }
    this.#store = store;
    await this.#save();
  }

  /**
   * The key of that id, for that algorithm; undefined when the issuer publishes none.
   * @throws WellspringError KEYS_UNAVAILABLE when it is not known and the issuer does not answer
   */
  async key(kid: string, algorithm: string = ALGORITHM): Promise<CryptoKey | undefined> {
    const id = `${algorithm} ${kid}`;
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const pause = this.#problem === undefined ? this.#limits.unknownInterval : RETRY_INTERVAL;
    if (this.#looking !== undefined || this.#keys.size === 0 || performance.now() - this.#lookedAt >= pause)
      await this.#look();
    const found = this.#keys.get(id);
    if (found === undefined && this.#problem !== undefined) {
      throw new WellspringError(
        'KEYS_UNAVAILABLE',
        'The key of the access token is not known, and its issuer does not answer.',
        {
          cause: this.#problem,
        },
      );
    }
    return found;
  }

  /** One look at a time: whoever comes meanwhile waits for it. */
  async #look(): Promise<void> {
    this.#looking ??= this.#fetch().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #fetch(): Promise<void> {
    try {
      const answer = await fetch(this.#url, {
        signal: AbortSignal.timeout(this.#limits.timeout),
        redirect: 'error',
        headers: { accept: 'application/json' },
      });
      if (!answer.ok) throw new Error(`expected the keys, got the status ${answer.status}`);
      await this.#take((await answer.json()) as PublishedKeys);
      this.#problem = undefined;
      this.#failures = 0;
    } catch (error) {
      this.#problem = error;
      this.#failures += 1;
      if (this.#failures === TELLING_FAILURES)
        this.#log.warn({ err: error, url: this.#url }, 'the keys of tokens cannot be had');
    } finally {
      this.#lookedAt = performance.now();
    }
    if (this.#problem === undefined) await this.#save();
  }

  /** @throws Error when there is no usable key in it: that is an answer of something else than an issuer */
  async #take(published: PublishedKeys): Promise<void> {
    const keys = new Map<string, CryptoKey>();
    const usable: JWK[] = [];
    for (const key of Array.isArray(published?.keys) ? published.keys : []) {
      // One that does not say its algorithm is good for each that it fits.
      const algorithms = key.kid ? this.#algorithms.filter((candidate) => isKeyFor(candidate, key)) : [];
      if (algorithms.length === 0) continue;
      const jwk = publicPartOf(key);
      for (const algorithm of algorithms) {
        const imported = await importJWK(jwk, algorithm).catch((error: unknown) => {
          // The others are good all the same.
          this.#log.warn({ err: error, url: this.#url, kid: key.kid }, 'a published key cannot be used');
        });
        if (imported === undefined || imported instanceof Uint8Array) continue; // a secret: never of these kinds
        keys.set(`${algorithm} ${key.kid}`, imported);
      }
      usable.push(jwk);
    }
    if (keys.size === 0)
      throw new Error(`expected at least one key with kid for ${this.#algorithms.join(', ')}, got none`);
    this.#keys = keys;
    this.#published = { keys: usable };
  }

  async #save(): Promise<void> {
    if (this.#store === undefined || this.#published === undefined) return;
    const text = JSON.stringify(this.#published);
    if (text === this.#saved) return;
    try {
      await this.#store.save(this.#published);
      this.#saved = text;
    } catch (error) {
      this.#log.warn({ err: error }, 'the keys of tokens could not be kept; the next look tries again');
    }
  }
}

const CURVES: Readonly<Partial<Record<Algorithm, string>>> = {
  EdDSA: 'Ed25519',
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
};

/** Whether a published key is one that tokens of an algorithm are verified with. Some issuers do not say `alg`. */
function isKeyFor(algorithm: Algorithm, { kty, crv, x, n, alg, use }: JWK): boolean {
  if ((alg !== undefined && alg !== algorithm) || (use !== undefined && use !== 'sig')) return false;
  const curve = CURVES[algorithm];
  if (curve === undefined) return kty === 'RSA' && n !== undefined;
  return kty === (algorithm === 'EdDSA' ? 'OKP' : 'EC') && crv === curve && x !== undefined;
}

/** Never a private part. */
function publicPartOf({ kty, crv, x, y, n, e, kid, alg }: JWK): JWK {
  return JSON.parse(JSON.stringify({ kty, crv, x, y, n, e, kid, alg })) as JWK;
}
