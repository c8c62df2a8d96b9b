import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripIgnoredCharacters } from 'graphql';
import { LRUCache } from 'lru-cache';
import { parseJson } from '../../subgraphs/parseJson.ts';

type ManifestOperation = { readonly id: string; readonly name: string; readonly type: string; readonly body: string };

/** Texts of which it is remembered that they are listed, or not. */
const REMEMBERED = 10_000;

/** The operations that clients were built with, as Apollo's and Relay's tools write them down. */
export class PersistedQueryManifest {
  readonly #bodies = new Map<string, string>();
  readonly #listed = new Set<string>();
  /** By hash: a text may be large, and not listed. */
  readonly #verdicts = new LRUCache<string, boolean>({ max: REMEMBERED });

  constructor(operations: readonly ManifestOperation[]) {
    for (const { id, body } of operations) {
      this.#bodies.set(id, body);
      this.#listed.add(stripIgnoredCharacters(body));
    }
  }

  get size(): number {
    return this.#bodies.size;
  }

  /** The text of an operation. */
  body(id: string): string | undefined {
    return this.#bodies.get(id);
  }

  /** Whether a text is one of the operations, white space and comments aside. */
  lists(text: string): boolean {
    const hash = createHash('sha256').update(text).digest('base64');
    let verdict = this.#verdicts.get(hash);
    if (verdict === undefined) {
      verdict = this.#listed.has(stripped(text));
      this.#verdicts.set(hash, verdict);
    }
    return verdict;
  }
}

/**
 * Reads a manifest.
 * @throws Error that names the file and what is wrong with it
 */
export async function readManifest(file: string): Promise<PersistedQueryManifest> {
  const manifest = parseJson(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>> | undefined;
  if (manifest?.format !== 'apollo-persisted-query-manifest' || manifest.version !== 1)
    throw new Error(`${file} is not a manifest: expected {"format":"apollo-persisted-query-manifest","version":1,…}.`);
  const operations = Array.isArray(manifest.operations) ? manifest.operations : [];
  const wrong = operations.findIndex(
    (operation) => typeof operation?.id !== 'string' || typeof operation?.body !== 'string',
  );
  if (wrong !== -1) throw new Error(`${file}: operation ${wrong} needs an \`id\` and a \`body\`.`);
  if (operations.length === 0) throw new Error(`${file} lists no operations.`);
  return new PersistedQueryManifest(operations);
}

function stripped(text: string): string {
  try {
    return stripIgnoredCharacters(text);
  } catch {
    return text; // no GraphQL, and so not listed
  }
}
