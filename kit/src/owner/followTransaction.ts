import type { Document, mongo } from 'mongoose';
import { DocumentStamp } from './DocumentStamp.ts';
import type { PendingEvent } from './entitySchema.ts';
import { undoOnAbort } from './undoOnAbort.ts';

/** A mongoose document of an entity, from inside. */
export type StampedDocument = Document<string> & {
  _id: string;
  _doc: { _stamp?: unknown };
  $where: Record<string, unknown> | undefined;
};

/** What the golden source looks at of the options of `save()`. */
export interface SaveOptions {
  pathsToSave?: readonly string[];
  session?: mongo.ClientSession | null;
}

/** A document in an open transaction. */
interface Before {
  readonly stamp: DocumentStamp;
  readonly isNew: boolean;
  readonly isDeleted: boolean;
  readonly paths: Set<string>;
  readonly events: Map<string, PendingEvent>;
}

/** Newest transaction of each document; a document is in one at a time. */
const before = new WeakMap<object, Before>();

/** The session that a write of this document takes part in, as mongoose chooses it. */
export function sessionOf(document: StampedDocument, options?: SaveOptions): mongo.ClientSession | undefined {
  const own = document.$session();
  if (own !== null && own !== undefined) return own;
  if (options !== undefined && Object.hasOwn(options, 'session')) return options.session ?? undefined;
  const { transactionAsyncLocalStorage } = document.db.base as unknown as {
    transactionAsyncLocalStorage?: { getStore(): { session?: mongo.ClientSession } | undefined };
  };
  return transactionAsyncLocalStorage?.getStore()?.session;
}

/**
 * Called before a document is written. In a transaction it sees to it that, should the transaction not commit, the document is again what
 * it was: guarded by the revision it was loaded at, new if it was new, its events recorded and all that it wrote still to be saved.
 * Values that were set stay set, as with mongoose.
 */
export function followTransaction(document: StampedDocument, stamp: DocumentStamp, options?: SaveOptions): void {
  const session = sessionOf(document, options);
  if (session?.inTransaction() !== true) return;
  const first: Before = {
    stamp,
    isNew: document.isNew,
    isDeleted: document.$isDeleted() === true,
    paths: new Set(),
    events: new Map(),
  };
  const outcome = { undo: () => restore(document), committed: () => forget(document) };
  if (undoOnAbort(session, document, outcome)) before.set(document, first);
  const known = before.get(document) ?? first;
  for (const path of document.directModifiedPaths()) known.paths.add(path);
  for (const event of stamp.events) known.events.set(event.id, event);
}

function restore(document: StampedDocument): void {
  const known = before.get(document);
  if (known === undefined) return;
  before.delete(document);
  const now = document._doc._stamp;
  // Recorded since the last write: it was never part of the transaction's writes.
  for (const event of now instanceof DocumentStamp ? now.events : []) known.events.set(event.id, event);
  document._doc._stamp = known.stamp.restoring([...known.events.values()]);
  document.isNew = known.isNew;
  document.$isDeleted(known.isDeleted);
  for (const path of known.paths) toSaveWhole(document, path);
  if (known.events.size > 0 && !known.isNew) document.markModified('_stamp');
}

function forget(document: StampedDocument): void {
  before.delete(document);
  const { _doc } = document;
  if (_doc._stamp instanceof DocumentStamp) _doc._stamp = _doc._stamp.afterCommit();
}

/** An array is saved as the single changes made to it since the last save: those of the aborted save are not known any more. */
function toSaveWhole(document: StampedDocument, path: string): void {
  const value: unknown = document.get(path, null, { getters: false });
  if (Array.isArray(value) && '_registerAtomic' in value)
    (value as unknown as { _registerAtomic(operator: string, value: unknown): void })._registerAtomic('$set', value);
  document.markModified(path);
}
