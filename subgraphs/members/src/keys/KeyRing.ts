import { newId } from '@wellspring/kit';
import { ALGORITHM, CLOCK_TOLERANCE, type PublishedKeys, TOKEN_TYPE } from '@wellspring/kit/identity';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { MembersContext } from '../context.ts';
import type { MembersConfig } from '../loadConfig.ts';
import { decideKeys, signingKey } from './decideKeys.ts';
import { KeySeal } from './KeySeal.ts';
import type { SigningKey } from './SigningKey.ts';

type Context = Pick<MembersContext, 'records' | 'clock' | 'log'>;

const LIFETIME = 7 * 24 * 3_600_000; // ms
const AHEAD = 3_600_000; // ms; the kit looks at the keys every five minutes

/** What a guard of any unit's schema may ask for (`@requiresScopes`); the last one opens introspection in production. */
const SCOPES = { member: undefined, staff: 'staff graph:introspect' } as const;

/** The keys of access tokens: signs with the one whose time it is, publishes all, and changes them as time goes. */
export class KeyRing {
  readonly #config: MembersConfig;
  readonly #seal: KeySeal;
  readonly #opened = new Map<string, CryptoKey>();

  constructor(config: MembersConfig) {
    this.#config = config;
    this.#seal = new KeySeal(config.keyEncryptionSecret);
  }

  /** Makes the next key when its time comes and removes what signed long ago: a job. */
  async rotate(ctx: Context): Promise<void> {
    const tokenLifetime = this.#config.accessTokenLifetime + 2_000 * CLOCK_TOLERANCE;
    const keys = await ctx.records.SigningKey.find().lean();
    const rules = { lifetime: LIFETIME, ahead: AHEAD, tokenLifetime };
    const { create, remove } = decideKeys(keys, ctx.clock.now(), rules);
    if (create !== null) await this.#create(ctx, create.signsFrom);
    if (remove.length === 0) return;
    await ctx.records.SigningKey.deleteMany({ _id: { $in: [...remove] } });
    for (const id of remove) this.#opened.delete(id);
    ctx.log.info({ keys: remove }, 'keys that sign no more were removed');
  }

  /** The public keys: the last ones, the current one, the next one. Never none. */
  async published(ctx: Context): Promise<PublishedKeys> {
    const keys = await ctx.records.SigningKey.find().sort({ _id: 1 }).lean();
    const all = keys.length > 0 ? keys : [await this.#create(ctx, ctx.clock.now())];
    return { keys: all.map(({ publicKey }) => publicKey) };
  }

  /** An access token, and until when it lasts. */
  async sign(
    ctx: Context,
    { subject, role }: { readonly subject: string; readonly role: 'member' | 'staff' },
  ): Promise<{ token: string; expiresAt: Date }> {
    const { issuer, audience, accessTokenLifetime } = this.#config;
    const { kid, key } = await this.#current(ctx);
    const now = ctx.clock.now();
    const expiresAt = new Date(now.getTime() + accessTokenLifetime);
    const token = await new SignJWT({ role, scope: SCOPES[role] })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: TOKEN_TYPE })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setJti(newId())
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(key);
    return { token, expiresAt };
  }

  async #current(ctx: Context): Promise<{ kid: string; key: CryptoKey }> {
    const keys = await ctx.records.SigningKey.find().lean();
    const current = signingKey(keys, ctx.clock.now()) ?? (await this.#create(ctx, ctx.clock.now()));
    try {
      return { kid: current._id, key: await this.#open(current) };
    } catch (error) {
      ctx.log.error({ err: error, kid: current._id }, 'the current key cannot be opened: another one takes its place');
      const made = await this.#create(ctx, ctx.clock.now());
      return { kid: made._id, key: await this.#open(made) };
    }
  }

  async #create(ctx: Context, signsFrom: Date): Promise<SigningKey> {
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const kid = newId();
    const made: SigningKey = {
      _id: kid,
      publicKey: { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' },
      privateKey: this.#seal.seal(kid, JSON.stringify(await exportJWK(privateKey))),
      signsFrom,
    };
    await ctx.records.SigningKey.create(made);
    ctx.log.info({ kid, signsFrom }, 'a key was made');
    return made;
  }

  async #open({ _id, privateKey }: SigningKey): Promise<CryptoKey> {
    const known = this.#opened.get(_id);
    if (known !== undefined) return known;
    const key = await importJWK(JSON.parse(this.#seal.open(_id, privateKey)), ALGORITHM);
    if (key instanceof Uint8Array) throw new Error('expected a private key, got a secret');
    this.#opened.set(_id, key);
    return key;
  }
}
