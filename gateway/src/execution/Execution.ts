import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { unavailable } from '../subgraphs/unavailable.ts';
import { applyRewrites } from './applyRewrites.ts';
import { type CompiledPath, collectPlaces, collectTargets, type Item } from './collectTargets.ts';
import type { CompiledBatch, CompiledFetch, CompiledNode } from './compilePlan.ts';
import { inTurns } from './inTurns.ts';
import { mergeResult } from './mergeResult.ts';

/** What a subgraph answered, or why it did not. */
export type SubgraphAnswer =
  | {
      readonly data: Item | null;
      readonly errors: readonly GraphQLFormattedError[];
      /** Characters of its text. */
      readonly size?: number;
    }
  | { readonly unavailable: UnavailableError };

/** Why a subgraph gave no answer: the error that each field of it gets. */
export interface UnavailableError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/**
 * Sends a request's body to a subgraph. Whatever keeps it from answering is in the answer, never thrown.
 * @param entities how many it asks for by their keys; 0: fields of the root
 */
export type Send = (service: string, body: string, isQuery: boolean, entities: number) => Promise<SubgraphAnswer>;

type ErrorPath = readonly (string | number)[];

/** Entities after which others may have their turn. */
const PAUSE = 256;

/** Entities that were asked for under one response key. */
interface Asked {
  readonly batch: CompiledBatch;
  readonly texts: readonly string[];
  /** For each representation, the objects that it stands for. */
  readonly targets: readonly Item[][];
  /** For each of them the group of its place; undefined where all places go on alike. */
  readonly groups: readonly number[][] | undefined;
}

/** One execution of a plan: asks subgraphs, and puts what they say together into one graph of objects. */
export class Execution {
  /** The merged graph; the client's answer is projected from it. */
  readonly data: Item = Object.create(null);
  readonly errors: GraphQLError[] = [];
  /** Those of fetches that nobody answered. */
  readonly outages = new Set<GraphQLError>();
  /** Subgraphs that gave data. */
  readonly answered = new Set<string>();
  /** Characters that they answered. */
  size = 0;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #send: Send;

  constructor(variables: Readonly<Record<string, unknown>>, send: Send) {
    this.#variables = variables;
    this.#send = send;
  }

  /** @returns false for a fetch that asked for nothing: no object was there, or none had what it requires */
  async run(node: CompiledNode): Promise<boolean> {
    switch (node.kind) {
      case 'Sequence': {
        // Where a field can be had by two keys, Apollo's planner may put the fetch that requires it before the one that brings it.
        const early: CompiledNode[] = [];
        for (const inner of node.nodes) if (!(await this.run(inner))) early.push(inner);
        for (const inner of early) if (inner !== node.nodes.at(-1)) await this.run(inner);
        return true;
      }
      case 'Parallel':
        await Promise.all(node.nodes.map((inner) => this.run(inner)));
        return true;
      case 'Fetch':
        return node.batches === undefined ? this.#fetchRoot(node) : this.#fetchEntities(node, node.batches);
    }
  }

  async #fetchRoot(fetch: CompiledFetch): Promise<boolean> {
    const targets: Item[] = [];
    collectTargets(this.data, fetch.at, (target) => targets.push(target));
    if (targets.length === 0) return false;
    const answer = await this.#send(fetch.service, `${fetch.head}${this.#variablesOf(fetch)}}}`, fetch.isQuery, 0);
    if ('unavailable' in answer) {
      for (const place of fetch.lost) this.#fail(answer.unavailable, place);
      return true;
    }
    for (const error of answer.errors) this.#report(error, [...fetch.at.head, ...(error.path ?? [])], fetch);
    if (answer.data === null) return true;
    this.#note(fetch, answer.size);
    applyRewrites(fetch.outputRewrites, answer.data);
    targets.forEach((target, index) => {
      mergeResult(target, index === 0 ? (answer.data as Item) : structuredClone(answer.data as Item));
    });
    return true;
  }

  async #fetchEntities(fetch: CompiledFetch, batches: readonly CompiledBatch[]): Promise<boolean> {
    const asked: Asked[] = [];
    for (const batch of batches) asked.push(await inTurns(this.#ask(batch)));
    if (asked.every(({ texts }) => texts.length === 0)) return false;
    const own = this.#variablesOf(fetch);
    const lists = asked.map(({ batch, texts }) => `${batch.json}${texts.join(',')}]`).join(',');
    const body = `${fetch.head}${own}${own === '' ? '' : ','}${lists}}}`;
    const entities = asked.reduce((sum, { texts }) => sum + texts.length, 0);
    const answer = await this.#send(fetch.service, body, fetch.isQuery, entities);
    if ('unavailable' in answer) {
      for (const one of asked) this.#failBatch(answer.unavailable, one);
      return true;
    }
    const byKey = new Map(asked.map((one) => [one.batch.responseKey, one]));
    for (const error of answer.errors) this.#reportEntityError(error, byKey, fetch);
    if (answer.data === null) return true;
    this.#note(fetch, answer.size);
    for (const one of asked) await inTurns(this.#mergeEntities(one, answer.data[one.batch.responseKey], fetch));
    return true;
  }

  /** Collects the objects of a batch, each entity once. */
  *#ask(batch: CompiledBatch): Generator<void, Asked> {
    const texts: string[] = [];
    const targets: Item[][] = [];
    const groups: number[][] | undefined = batch.places.some(({ group }) => group !== 0) ? [] : undefined;
    const known = new Map<string, number>();
    for (const { path, group } of batch.places) {
      const items: Item[] = [];
      collectTargets(this.data, path, (item) => items.push(item));
      for (let at = 0; at < items.length; at += 1) {
        if (at % PAUSE === PAUSE - 1) yield;
        const item = items[at] as Item;
        const text = batch.represent(item);
        if (text === null) continue;
        const index = known.get(text);
        if (index === undefined) {
          known.set(text, texts.length);
          texts.push(text);
          targets.push([item]);
          groups?.push([group]);
        } else {
          targets[index]?.push(item);
          groups?.[index]?.push(group);
        }
      }
    }
    return { batch, texts, targets, groups };
  }

  *#mergeEntities(asked: Asked, results: unknown, { service }: CompiledFetch): Generator<void, void> {
    const { batch, texts, targets, groups } = asked;
    if (texts.length === 0) return;
    if (!Array.isArray(results) || results.length !== texts.length) {
      // A list that is null was said to be by an error of the subgraph's.
      if (results === null || results === undefined) return;
      this.#failBatch(unavailable(service, 'BAD_ANSWER'), asked);
      return;
    }
    for (let index = 0; index < results.length; index += 1) {
      if (index % PAUSE === PAUSE - 1) yield;
      const result: unknown = results[index];
      if (result === null || typeof result !== 'object') continue;
      applyRewrites(batch.outputRewrites, result);
      const items = targets[index] as Item[];
      if (groups === undefined) for (const item of items) mergeResult(item, result as Item);
      else mergeByGroup(items, groups[index] as number[], result as Item);
    }
  }

  #variablesOf({ variables }: CompiledFetch): string {
    let text = '';
    for (const { name, json } of variables) {
      const value = this.#variables[name];
      if (value !== undefined) text += `${text === '' ? '' : ','}${json}${JSON.stringify(value)}`;
    }
    return text;
  }

  #note({ service }: CompiledFetch, size = 0): void {
    this.answered.add(service);
    this.size += size;
  }

  #fail({ message, extensions }: UnavailableError, path: ErrorPath): void {
    const error = new GraphQLError(message, { path, extensions });
    this.errors.push(error);
    this.outages.add(error);
  }

  /** Where entities of a list were asked for, one error up to the list stands for all: one for each would swamp the answer. */
  #failBatch(unavailable: UnavailableError, { batch, targets }: Asked): void {
    if (targets.length === 0) return;
    const told = new Set<string>();
    for (const { path, lost } of batch.places) {
      if (!hasTarget(this.data, path)) continue;
      for (const place of lost) {
        const text = JSON.stringify(place);
        if (!told.has(text)) this.#fail(unavailable, place);
        told.add(text);
      }
    }
  }

  /** An error of one entity, at each place where that entity is. */
  #reportEntityError(error: GraphQLFormattedError, byKey: ReadonlyMap<string, Asked>, fetch: CompiledFetch): void {
    const [key, index, ...rest] = error.path ?? [];
    const asked = typeof key === 'string' ? byKey.get(key) : undefined;
    const targets = typeof index === 'number' ? asked?.targets[index] : undefined;
    if (asked === undefined || targets === undefined) {
      const first = (asked ?? [...byKey.values()][0])?.batch.places[0]?.path;
      this.#report(error, first?.head ?? [], fetch);
      return;
    }
    const items = new Set(targets);
    for (const { path } of asked.batch.places) {
      collectPlaces(this.data, path, (item, place) => {
        if (items.has(item)) this.#report(error, [...place, ...asked.batch.renamed(rest)], fetch);
      });
    }
  }

  #report(error: GraphQLFormattedError, path: ErrorPath, { service, clientPath }: CompiledFetch): void {
    const message = error.message === '' ? `The subgraph '${service}' reported an error.` : error.message;
    const extensions = { code: 'DOWNSTREAM_SERVICE_ERROR', ...error.extensions, service };
    this.errors.push(new GraphQLError(message, { path: clientPath(path), extensions }));
  }
}

/** Merging may put into what it is given: a group of places that goes on otherwise has a copy of its own. */
function mergeByGroup(items: readonly Item[], groups: readonly number[], result: Item): void {
  const copies = new Map<number, Item>();
  items.forEach((item, index) => {
    const group = groups[index] as number;
    let source = copies.get(group);
    if (source === undefined) {
      source = copies.size === 0 ? result : structuredClone(result);
      copies.set(group, source);
    }
    mergeResult(item, source);
  });
}

function hasTarget(root: unknown, path: CompiledPath): boolean {
  let found = false;
  collectTargets(root, path, () => {
    found = true;
  });
  return found;
}
