import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose, { mongo } from 'mongoose';
import { type NoteRig, recordOn, startNoteRig } from '../testing/noteRig.ts';

// As in every unit.
mongoose.set('transactionAsyncLocalStorage', true);

let rig: NoteRig;
let Notes: NoteRig['Notes'];

beforeAll(async () => {
  rig = await startNoteRig();
  Notes = rig.Notes;
}, 60_000);
afterAll(async () => rig?.stop());
beforeEach(async () => rig.clear());

const stored = async (id: string) => rig.stored(id);
const load = async (id: string) => Notes.findById(id).orFail();
const eventsOf = async (id: string) => ((await stored(id))._stamp.events ?? []).map(({ type }) => type);
const transient = () => {
  const error = new mongo.MongoServerError({ message: 'as if two transactions had met', code: 112 });
  error.addErrorLabel('TransientTransactionError');
  return error;
};

describe('a transaction that is repeated or aborted leaves the documents as they were', () => {
  type Work = (session: mongo.ClientSession) => Promise<unknown>;
  const ways: [string, (work: Work) => Promise<unknown>][] = [
    ['connection.transaction', async (work) => rig.connection.transaction(work)],
    [
      'session.withTransaction',
      async (work) => {
        const session = await rig.connection.startSession();
        try {
          await session.withTransaction(async () => work(session));
        } finally {
          await session.endSession();
        }
      },
    ],
  ];
  /** Runs `work` twice: the first transaction is aborted after it. */
  const repeated = async (run: (work: Work) => Promise<unknown>, work: Work) => {
    let attempts = 0;
    await run(async (session) => {
      attempts += 1;
      await work(session);
      if (attempts === 1) throw transient();
    });
    expect(attempts).toBe(2);
  };

  describe.each(ways)('%s', (_way, run) => {
    test('a document loaded before it is saved once, with its event, and can be saved again', async () => {
      await Notes.create({ _id: 'a', title: 'one', tags: ['x'] });
      const note = recordOn(await load('a'), 'NoteRenamed');
      note.title = 'two';
      note.tags?.push('y');
      await repeated(run, async (session) => note.save({ session }));
      expect(await stored('a')).toMatchObject({ title: 'two', tags: ['x', 'y'], _stamp: { rev: 2 } });
      expect(await eventsOf('a')).toEqual(['NoteRenamed']);
      note.title = 'three';
      await note.save({ session: null });
      expect(await stored('a')).toMatchObject({ title: 'three', _stamp: { rev: 3 } });
    });

    test('what is done to it inside, event included, has its effect once', async () => {
      await Notes.create({ _id: 'a', title: 'one', count: 1 });
      const note = await load('a');
      await repeated(run, async (session) => {
        note.title = 'two';
        recordOn(note, 'NoteRenamed', { to: 'two' });
        await note.save({ session });
        note.count = 7;
        recordOn(note, 'NoteCounted', { count: 7 });
        await note.save({ session });
      });
      expect(await stored('a')).toMatchObject({ title: 'two', count: 7, _stamp: { rev: 3 } });
      expect(await eventsOf('a')).toEqual(['NoteRenamed', 'NoteCounted']);
    });

    test('a new document is new again', async () => {
      const note = recordOn(new Notes({ _id: 'n', title: 'new' }), 'NoteWritten');
      await repeated(run, async (session) => note.save({ session }));
      expect(await stored('n')).toMatchObject({ title: 'new', _stamp: { rev: 1 } });
      expect(await eventsOf('n')).toEqual(['NoteWritten']);
    });

    test('bulkSave and insertMany', async () => {
      await Notes.create({ _id: 'a', title: 'one' });
      const note = await load('a');
      note.title = 'two';
      await repeated(run, async (session) => {
        await Notes.bulkSave([note], { session });
        await Notes.insertMany([{ _id: 'm', title: 'many' }], { session });
      });
      note.title = 'three';
      await note.save({ session: null });
      expect(await stored('a')).toMatchObject({ title: 'three', _stamp: { rev: 3 } });
      expect((await stored('m'))._stamp.rev).toBe(1);
    });

    test('tombstone() and deleteOne()', async () => {
      await Notes.create([
        { _id: 'a', title: 'a' },
        { _id: 'b', title: 'b' },
      ]);
      const [a, b] = [recordOn(await load('a'), 'NoteDeleted'), await load('b')];
      await repeated(run, async (session) => {
        await a.$session(session);
        await a.tombstone();
        await b.deleteOne({ session });
      });
      expect((await stored('a'))._stamp).toMatchObject({ rev: 2, events: [{ type: 'NoteDeleted' }] });
      expect((await stored('b'))._stamp.rev).toBe(2);
      expect(await Notes.countDocuments()).toBe(0);
    });

    test('a transaction that fails for good: the document can be saved without it', async () => {
      await Notes.create({ _id: 'a', title: 'one' });
      const note = recordOn(await load('a'), 'NoteRenamed');
      note.title = 'two';
      const failing = run(async (session) => {
        await note.save({ session });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect((await stored('a'))._stamp.rev).toBe(1);
      await note.save({ session: null });
      expect(await stored('a')).toMatchObject({ title: 'two', _stamp: { rev: 2 } });
      expect(await eventsOf('a')).toEqual(['NoteRenamed']);
    });
  });

  test('a commit that is refused is repeated with the save', async () => {
    await Notes.create({ _id: 'a', title: 'one' });
    const note = await load('a');
    note.title = 'two';
    let commits = 0;
    await rig.connection.transaction(async (session) => {
      if (commits === 0) {
        const { commitTransaction } = session;
        // The server aborts it when it is asked to commit: mongoose resets nothing then.
        session.commitTransaction = async () => {
          commits += 1;
          session.commitTransaction = commitTransaction;
          await session.abortTransaction();
          throw transient();
        };
      }
      await note.save({ session });
    });
    expect(commits).toBe(1);
    expect(await stored('a')).toMatchObject({ title: 'two', _stamp: { rev: 2 } });
  });

  test('two transactions that meet in one document: both increments count', async () => {
    await Notes.create({ _id: 'a', title: 'one', count: 0 });
    const add = async () =>
      rig.connection.transaction(async (session) => {
        const note = await Notes.findById('a').session(session).orFail();
        note.count = (note.count ?? 0) + 1;
        await note.save();
      });
    await Promise.all([add(), add(), add()]);
    expect(await stored('a')).toMatchObject({ count: 3, _stamp: { rev: 4 } });
  });

  test('without the session at hand: the one of the asynchronous context counts', async () => {
    await Notes.create({ _id: 'a', title: 'one' });
    const [a, fresh] = [await load('a'), new Notes({ _id: 'n', title: 'new' })];
    await repeated(
      async (work) => rig.connection.transaction(work),
      async () => {
        await a.tombstone();
        await fresh.save();
      },
    );
    expect((await stored('a'))._stamp.rev).toBe(2);
    expect((await stored('n'))._stamp.rev).toBe(1);
    const thrown = rig.connection.transaction(async () => {
      await (await load('n')).tombstone();
      throw new Error('no');
    });
    await expect(thrown).rejects.toThrow('no');
    expect((await stored('n'))._stamp.live).toBe(true);
  });
});
