import type { MsgHdrs } from '@nats-io/nats-core';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { askSubject, isInbox } from '../bus/subjects.ts';
import { isWellspringError, WellspringError } from '../errors/WellspringError.ts';
import { inProcessSpan } from '../telemetry/messageSpans.ts';
import { fitAnswer } from './fitAnswer.ts';
import type { OwnedEntity, OwnedView } from './OwnedEntity.ts';
import type { ViewResolver } from './resolveView.ts';

/** One row of an answer (PROTOCOL.md, "Asking the owner"). */
export type AskedRow =
  | { id: string; epoch: number; rev: number; at: string; data: Record<string, unknown> }
  | { id: string; epoch: number; rev: number; at: string; gone: true }
  | { id: string; unknown: true }
  | { id: string; error: string };

/** At most this many ids a request. */
export const ASK_LIMIT = 200;

/** How much an owner takes on at once, so that a rush of misses leaves it its own work. */
export interface AskCapacity {
  /** Asks answered side by side. Default 4. */
  readonly concurrency?: number;
  /** Asks that wait for their turn; more are told to come again (`OWNER_BUSY`). Default 64. */
  readonly waiting?: number;
}

interface Ask {
  readonly name: string;
  readonly payload: Uint8Array;
  readonly message: { readonly headers?: MsgHdrs; respond(data: string): boolean };
}

/** Answers other units that miss a row: the same document read and the same view resolution as the relay's. */
export class AskResponder {
  readonly #bus: Bus;
  readonly #resolve: ViewResolver;
  readonly #log: Logger;
  readonly #views = new Map<string, { entity: OwnedEntity; view: OwnedView }>();
  readonly #capacity: Required<AskCapacity>;
  readonly #waiting: Ask[] = [];
  #underWay = 0;

  constructor(
    bus: Bus,
    entities: readonly OwnedEntity[],
    resolve: ViewResolver,
    log: Logger,
    capacity: AskCapacity = {},
  ) {
    this.#capacity = { concurrency: 4, waiting: 64, ...capacity };
    this.#bus = bus;
    this.#resolve = resolve;
    this.#log = log;
    for (const entity of entities) for (const view of entity.views) this.#views.set(view.name, { entity, view });
  }

  start(): void {
    for (const name of this.#views.keys()) {
      this.#bus.subscribe(
        askSubject(this.#bus.unit, name),
        (payload, message) => {
          // Whoever asks chooses where the answer goes, and it is published with the owner's rights: into its own views, too.
          if (message.reply !== undefined && isInbox(message.reply)) this.#take({ name, payload, message });
          else
            this.#log.warn({ view: name, reply: message.reply }, 'an ask names no inbox to answer to: it is dropped');
        },
        'owner',
      );
    }
  }

  #take(ask: Ask): void {
    if (this.#underWay < this.#capacity.concurrency) void this.#work(ask);
    else if (this.#waiting.length < this.#capacity.waiting) this.#waiting.push(ask);
    else respondWith(ask, new WellspringError('OWNER_BUSY', `${this.#bus.unit} has too many asks to answer.`));
  }

  async #work(first: Ask): Promise<void> {
    this.#underWay += 1;
    for (let ask: Ask | undefined = first; ask !== undefined; ask = this.#waiting.shift()) await this.#answer(ask);
    this.#underWay -= 1;
  }

  #answer(ask: Ask): Promise<void> {
    const traceparent = ask.message.headers?.get('traceparent');
    return inProcessSpan(askSubject(this.#bus.unit, ask.name), traceparent, () => this.#respond(ask));
  }

  async #respond(ask: Ask): Promise<void> {
    const { name, payload, message } = ask;
    try {
      const rows = await this.rows(name, parseIds(payload));
      message.respond(JSON.stringify(fitAnswer(rows, this.#bus.maxPayload)));
    } catch (error) {
      this.#log.warn({ err: error, view: name }, 'an ask could not be answered');
      respondWith(ask, error);
    }
  }

  /** The rows of a view by id, as of the majority. */
  async rows(name: string, ids: readonly string[]): Promise<AskedRow[]> {
    const found = this.#views.get(name);
    if (found === undefined)
      throw new WellspringError('VIEW_INVALID', `${this.#bus.unit} publishes no view "${name}".`);
    const { entity, view } = found;
    const documents = await entity.collection.find({ _id: { $in: [...ids] } }).toArray();
    const byId = new Map(documents.map((document) => [document._id, document]));
    const live = documents.filter(({ _stamp }) => _stamp.live === true);
    const contents = live.length === 0 ? [] : await this.#resolve(view, live);
    const contentOf = new Map(live.map(({ _id }, index) => [_id, contents[index]]));
    return ids.map((id) => {
      const document = byId.get(id);
      if (document === undefined) return { id, unknown: true };
      const { epoch, rev, live: isLive } = document._stamp;
      const at = (document._stamp.at ?? new Date(0)).toISOString();
      if (isLive !== true) return { id, epoch, rev, at, gone: true };
      const content = contentOf.get(id);
      if (content === undefined || content instanceof Error)
        return { id, error: isWellspringError(content) ? content.code : 'VIEW_INVALID' };
      return { id, epoch, rev, at, data: { ...content } };
    });
  }
}

function respondWith({ message }: Ask, error: unknown): void {
  const code = isWellspringError(error) ? error.code : 'INTERNAL';
  const text = isWellspringError(error) ? error.message : 'the owner failed';
  message.respond(JSON.stringify({ error: { code, message: text } }));
}

function parseIds(payload: Uint8Array): string[] {
  let ids: unknown;
  try {
    ids = (JSON.parse(Buffer.from(payload).toString('utf8')) as { ids?: unknown } | null)?.ids;
  } catch {
    ids = undefined;
  }
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > ASK_LIMIT || !ids.every((id) => typeof id === 'string')) {
    throw new WellspringError('BAD_INPUT', `Expected { "ids": [1 to ${ASK_LIMIT} strings] }.`);
  }
  return ids;
}
