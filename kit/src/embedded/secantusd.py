"""SecantusDB 0.7.0b3, the embedded MongoDB-wire server, without two of its stalls. Both end transactions of all units.

1. A write of many documents that meets one held by an open transaction tries again with the lock of the collection in its hands. A
   transaction that has more to write there waits for that lock: neither ever ends. Here the lock is let go between two tries, which
   is safe, as each try reads its documents anew.
2. Whoever begins, goes on with or ends a transaction looks for idle ones first, with the lock of the register of all transactions, and
   waits for each that is at work. Here those are passed over: what is at work is not idle.

The version is pinned (tools/requirements/mongodb.txt). Where a part that is replaced is not as it was, the server does not start.
"""

import functools
import sys
import time

from secantus import storage, transactions
from secantus.cli import main

FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.02  # s; as the server's own


def let_go_between_tries(name):
    once = getattr(storage.Storage, name).__wrapped__

    @functools.wraps(once)
    def tried(self, db, coll, *args, **kwargs):
        pause = FIRST_PAUSE
        while True:
            try:
                return once(self, db, coll, *args, **kwargs)
            except (storage.WriteConflictError, storage.wt.WiredTigerError) as conflict:
                if not isinstance(conflict, storage.WriteConflictError) and not storage._is_wt_rollback(conflict):
                    raise
            lock = self._coll_lock(db, coll)
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


let_go_between_tries("_update_chunk")
let_go_between_tries("_delete_chunk")
if not callable(transactions.TransactionRegistry._prune_locked):
    raise TypeError("expected TransactionRegistry._prune_locked")
transactions.TransactionRegistry._prune_locked = prune_idle

sys.exit(main())
