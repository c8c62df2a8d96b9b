import { type DocumentNode, type GraphQLError, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayLimits } from '../../config/GatewayLimits.ts';
import { checkOperation } from './checkOperation.ts';

/** Texts whose verdict is remembered. */
const VERDICTS = 10_000;
/** What a parsed document takes, roughly, for each character of its text. */
const BYTES_A_CHARACTER = 50;
const MOST_BYTES = 30 * 1024 * 1024;

/**
 * Apollo Server's store of validated documents, which knows the refused ones too. Apollo Server has no place to refuse an
 * operation before it is parsed: so a refused text is given a document here that costs nothing, and {@link refusalOf} tells
 * it before it would be executed. Each distinct text is checked once.
 */
export class CheckedDocuments {
  readonly #limits: GatewayLimits;
  /** By hash of the text; true: nothing against it. */
  readonly #verdicts = new LRUCache<string, DocumentNode | true>({ max: VERDICTS });
  readonly #refusals = new WeakMap<DocumentNode, GraphQLError>();
  readonly #documents = new LRUCache<string, DocumentNode>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ loc }) => 1_000 + (loc?.end ?? 1_000) * BYTES_A_CHARACTER,
  });

  constructor(limits: GatewayLimits) {
    this.#limits = limits;
  }

  /** Looks at a text that is to be parsed, unless it was looked at before. */
  check(hash: string, text: string): void {
    if (this.#verdicts.get(hash) !== undefined) return;
    const refused = checkOperation(text, this.#limits);
    if (refused === undefined) {
      this.#verdicts.set(hash, true);
      return;
    }
    const document = parse('{ __typename }', { noLocation: true });
    this.#refusals.set(document, refused);
    this.#verdicts.set(hash, document);
  }

  refusalOf(document: DocumentNode): GraphQLError | undefined {
    return this.#refusals.get(document);
  }

  /** @param key a prefix for the schema, then the hash, as Apollo Server makes it */
  async get(key: string): Promise<DocumentNode | undefined> {
    const verdict = this.#verdicts.get(key.slice(key.lastIndexOf(':') + 1));
    return typeof verdict === 'object' ? verdict : this.#documents.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    if (!this.#refusals.has(document)) this.#documents.set(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.#documents.delete(key);
  }
}
