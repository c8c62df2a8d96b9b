"""SecantusDB 0.7.0b3, the embedded MongoDB-wire server, without two of its stalls, and with three of its detours cut short.

1. A write of many documents that meets one held by an open transaction tries again with the lock of the collection in its hands. A
   transaction that has more to write there waits for that lock: neither ever ends. Here the lock is let go between two tries, which
   is safe, as each try reads its documents anew.
2. Whoever begins, goes on with or ends a transaction looks for idle ones first, with the lock of the register of all transactions, and
   waits for each that is at work. Here those are passed over: what is at work is not idle.
3. A statement reads the indexes of its collection up to ten times, each time decoding them anew. Here it reads them once: whoever changes
   them waits for the lock of the collection, which the statement holds.
4. A filter on _id and on other fields tries all indexes before it comes to that of _id, and with an $or, $nor or the like beside it goes through
   the whole collection. Here _id is first, as alone; all else is looked at in the document itself, as ever.
5. An update writes all index entries of its document anew. Here it writes those of indexes whose fields it changed, as mongod does.

The version is pinned (tools/requirements/mongodb.txt). Where a part that is replaced is not as it was, the server does not start.
"""

import contextlib
import functools
import sys
import threading
import time

import bson
from secantus import storage, transactions
from secantus.cli import main

FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.02  # s; as the server's own

statement = threading.local()


@contextlib.contextmanager
def indexes_read_once():
    """Until it ends, this thread reads the indexes of a collection once. The lock of the collection has to be held at each reading."""
    outer = vars(statement).copy()
    statement.indexes, statement.update = {}, None
    try:
        yield
    finally:
        vars(statement).clear()
        vars(statement).update(outer)


def iter_indexes(self, db, coll):
    known = getattr(statement, "indexes", None)
    if known is None:
        return read_indexes(self, db, coll)
    indexes = known.get((db, coll))
    if indexes is None:
        indexes = known[db, coll] = list(read_indexes(self, db, coll))
    return indexes


def noting(unique_conflict):
    """Every update is looked at for conflicts before it is written: what it makes of which document is noted there."""

    @functools.wraps(unique_conflict)
    def noted(self, db, coll, candidate_doc, indexes, *, exclude_recordid, partials=None):
        if getattr(statement, "indexes", None) is not None:
            statement.update = None if exclude_recordid is None else Update(exclude_recordid, candidate_doc)
        return unique_conflict(
            self, db, coll, candidate_doc, indexes, exclude_recordid=exclude_recordid, partials=partials
        )

    return noted


class Update:
    """One document's: its entries are deleted first, as they were, and then written."""

    def __init__(self, recordid, after):
        self.recordid = recordid
        self.after = after
        self.changed = None

    def compare(self, before, indexes, partials):
        is_same = functools.cache(lambda field: encoded(before, field) == encoded(self.after, field))

        def keeps_entries(name, key, *_):
            if any(path.startswith("$") for path in key) or any(isinstance(kind, str) for kind in key.values()):
                return False  # wildcards, and indexes that are no plain ones
            partial = (partials or {}).get(name)
            if partial is not None:
                took_part, takes_part = storage.matches(before, partial), storage.matches(self.after, partial)
                if took_part != takes_part:
                    return False
                if not takes_part:
                    return True
            return all(is_same(path.partition(".")[0]) for path in key)

        self.changed = [index for index in indexes if not keeps_entries(*index)]
        return self.changed


def encoded(document, field):
    return bson.encode({field: document[field]}) if field in document else None


def of_changed(entries):
    @functools.wraps(entries)
    def of_those(self, db, coll, doc, indexes, partials=None, *, recordid):
        update = getattr(statement, "update", None)
        if update is not None and update.recordid == recordid:
            if update.changed is None:
                indexes = update.compare(doc, indexes, partials)
            else:
                indexes = update.changed
                statement.update = None
        return entries(self, db, coll, doc, indexes, partials, recordid=recordid)

    return of_those


def read_once(name):
    once = getattr(storage.Storage, name).__wrapped__

    @functools.wraps(once)
    def reading(self, *args, **kwargs):
        with indexes_read_once():
            return once(self, *args, **kwargs)

    setattr(storage.Storage, name, storage._retry_write_conflicts(reading))


def try_index_id_keys(self, db, coll, filter, *, collation=None):
    if filter and len(filter) > 1 and "_id" in filter:
        if storage._id_point_lookup_keys(filter["_id"]) is not None and not self._is_timeseries(db, coll):
            filter = {"_id": filter["_id"]}
    return find_index_id_keys(self, db, coll, filter, collation=collation)


def let_go_between_tries(name):
    once = getattr(storage.Storage, name).__wrapped__

    @functools.wraps(once)
    def tried(self, db, coll, *args, **kwargs):
        pause = FIRST_PAUSE
        lock = self._coll_lock(db, coll)
        while True:
            try:
                with indexes_read_once():
                    return once(self, db, coll, *args, **kwargs)
            except (storage.WriteConflictError, storage.wt.WiredTigerError) as conflict:
                if not isinstance(conflict, storage.WriteConflictError) and not storage._is_wt_rollback(conflict):
                    raise
            lock.release()
            try:
                time.sleep(pause)
            finally:
                lock.acquire()
            pause = min(pause * 2, LONGEST_PAUSE)

    setattr(storage.Storage, name, tried)


def prune_idle(self):
    cutoff = self._time() - self._lifetime
    reaped = 0
    for txn in list(self._txns.values()):
        if txn.state is not transactions.TxnState.IN_PROGRESS or txn.last_use >= cutoff:
            continue
        if not txn.mutex.acquire(blocking=False):
            continue
        try:
            if txn.state is transactions.TxnState.IN_PROGRESS and txn.last_use < cutoff:
                self._rollback_quietly(txn)
                txn.state = transactions.TxnState.ABORTED
                reaped += 1
        finally:
            txn.mutex.release()
    return reaped


read_indexes = storage.Storage._iter_indexes
storage.Storage._iter_indexes = iter_indexes
find_index_id_keys = storage.Storage._try_index_id_keys
storage.Storage._try_index_id_keys = try_index_id_keys
read_once("_update_matching_single_txn")
read_once("_delete_matching_single_txn")
storage.Storage._unique_conflict = noting(storage.Storage._unique_conflict)
storage.Storage._delete_index_entries = of_changed(storage.Storage._delete_index_entries)
storage.Storage._write_index_entries = of_changed(storage.Storage._write_index_entries)
let_go_between_tries("_update_chunk")
let_go_between_tries("_delete_chunk")
if not callable(transactions.TransactionRegistry._prune_locked):
    raise TypeError("expected TransactionRegistry._prune_locked")
transactions.TransactionRegistry._prune_locked = prune_idle

sys.exit(main())
