import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codeOf, type Note, type NoteRig, recordOn as record, startNoteRig } from '../testing/noteRig.ts';
import { entitySchema } from './entitySchema.ts';

let rig: NoteRig;
let Notes: NoteRig['Notes'];

beforeAll(async () => {
  rig = await startNoteRig();
  Notes = rig.Notes;
}, 60_000);
afterAll(async () => rig?.stop());
beforeEach(async () => rig.clear());

const stored = async (id: string) => rig.stored(id);

describe('rule 1: every way mongoose can write stamps the document in the same write, once', () => {
  const existing = async () => Notes.create({ _id: 'a', title: 'one', count: 1 });
  const expectStamped = async (rev: number) => {
    const { _stamp } = await stored('a');
    expect(_stamp).toMatchObject({ rev, epoch: 3, live: true });
    expect(_stamp.dirty).toBeInstanceOf(Date);
    expect(_stamp.at).toEqual(_stamp.dirty);
    expect(rig.rings()).toBeGreaterThan(0);
  };
  const bulk = (operation: object) => Notes.bulkWrite([operation as never]);

  const creations: [string, () => Promise<unknown>][] = [
    ['create', existing],
    ['new + save', () => new Notes({ _id: 'a', title: 'x' }).save()],
    ['insertOne', () => Notes.insertOne({ _id: 'a', title: 'x' } as never)],
    ['insertMany', () => Notes.insertMany([{ _id: 'a', title: 'x' }])],
    ['bulkSave', () => Notes.bulkSave([new Notes({ _id: 'a', title: 'x' })])],
    ['bulkWrite insertOne', () => bulk({ insertOne: { document: { _id: 'a', title: 'x' } } })],
    ['upsert by updateOne', async () => Notes.updateOne({ _id: 'a' }, { $set: { title: 'x' } }, { upsert: true })],
    [
      'upsert by updateOne with a pipeline',
      async () => Notes.updateOne({ _id: 'a' }, [{ $set: { title: 'x' } }], { upsert: true, updatePipeline: true }),
    ],
    ['upsert by findOneAndUpdate', async () => Notes.findOneAndUpdate({ _id: 'a' }, { title: 'x' }, { upsert: true })],
    ['upsert by replaceOne', async () => Notes.replaceOne({ _id: 'a' }, { title: 'x' }, { upsert: true })],
    [
      'upsert in bulkWrite',
      () => bulk({ updateOne: { filter: { _id: 'a' }, update: { $set: { title: 'x' } }, upsert: true } }),
    ],
  ];
  test.each(creations)('a creation by %s', async (_way, create) => {
    await create();
    await expectStamped(1);
  });

  type Loaded = Awaited<ReturnType<typeof existing>>;
  const two = { title: 'two' };
  const changes: [string, (note: Loaded) => Promise<unknown>][] = [
    ['save', (note) => Object.assign(note, two).save()],
    ['bulkSave', (note) => Notes.bulkSave([Object.assign(note, two)])],
    ['updateOne', async () => Notes.updateOne({ _id: 'a' }, two)],
    ['updateOne with a pipeline', async () => Notes.updateOne({ _id: 'a' }, [{ $set: two }], { updatePipeline: true })],
    ['updateMany', async () => Notes.updateMany({ count: 1 }, { $inc: { count: 1 } })],
    ['findOneAndUpdate', async () => Notes.findOneAndUpdate({ _id: 'a' }, two)],
    ['findByIdAndUpdate', async () => Notes.findByIdAndUpdate('a', { $push: { tags: 't' } })],
    ['replaceOne', async () => Notes.replaceOne({ _id: 'a' }, two)],
    ['findOneAndReplace', async () => Notes.findOneAndReplace({ _id: 'a' }, two)],
    ['document.updateOne', async (note) => note.updateOne(two)],
    ['document.replaceOne', async (note) => note.replaceOne(two)],
    ['bulkWrite updateOne', () => bulk({ updateOne: { filter: { _id: 'a' }, update: { $set: two } } })],
    ['bulkWrite updateMany', () => bulk({ updateMany: { filter: {}, update: { $set: two } } })],
    ['bulkWrite replaceOne', () => bulk({ replaceOne: { filter: { _id: 'a' }, replacement: two } })],
  ];
  test.each(changes)('a change by %s', async (_way, change) => {
    await change(await existing());
    await expectStamped(2);
  });

  test('two saves of one document', async () => {
    const note = await existing();
    note.title = 'two';
    await note.save();
    note.title = 'three';
    await note.save();
    await expectStamped(3);
  });

  test('save without a change writes nothing', async () => {
    const note = await existing();
    await note.save();
    expect((await stored('a'))._stamp.rev).toBe(1);
  });

  test('events are in the document that made them true, and in no other write', async () => {
    const note = await existing();
    record(note, 'NoteRenamed', { from: 'one' });
    note.title = 'two';
    await note.save();
    expect(await stored('a')).toMatchObject({
      title: 'two',
      _stamp: { rev: 2, events: [{ type: 'NoteRenamed', data: { from: 'one' } }] },
    });
  });

  test('an event alone is a write too', async () => {
    const note = await existing();
    record(note, 'NoteOpened');
    await note.save();
    expect((await stored('a'))._stamp).toMatchObject({ rev: 2, events: [{ type: 'NoteOpened' }] });
  });
});

describe('a lost race is CONFLICT', () => {
  test('the second of two saves from the same revision', async () => {
    await Notes.create({ _id: 'a', title: 'one' });
    const [first, second] = await Promise.all([Notes.findById('a').orFail(), Notes.findById('a').orFail()]);
    first.title = 'first';
    second.title = 'second';
    await first.save();
    expect(await codeOf(() => second.save())).toBe('CONFLICT');
    expect(await stored('a')).toMatchObject({ title: 'first', _stamp: { rev: 2 } });
  });

  test('a save after an update that went by the document', async () => {
    const note = await Notes.create({ _id: 'a', title: 'one' });
    await Notes.updateOne({ _id: 'a' }, { title: 'by query' });
    note.title = 'mine';
    expect(await codeOf(() => note.save())).toBe('CONFLICT');
  });

  test('a save, a tombstone and a delete of something deleted', async () => {
    const [a, b, c] = await Promise.all([1, 2, 3].map(async (n) => Notes.create({ _id: `n${n}`, title: 'x' })));
    await Notes.deleteMany({});
    expect(await codeOf(() => Object.assign(a as object, { title: 'y' }) && a?.save())).toBe('CONFLICT');
    expect(await codeOf(() => b?.tombstone())).toBe('CONFLICT');
    await c?.deleteOne();
    expect((await stored('n3'))._stamp.rev).toBe(2);
  });

  test('and after it, the document can be loaded and saved again', async () => {
    await Notes.create({ _id: 'a', title: 'one' });
    const stale = await Notes.findById('a').orFail();
    await Notes.updateOne({ _id: 'a' }, { title: 'two' });
    stale.title = 'lost';
    expect(await codeOf(() => stale.save())).toBe('CONFLICT');
    const fresh = await Notes.findById('a').orFail();
    fresh.title = 'three';
    await fresh.save();
    expect(await stored('a')).toMatchObject({ title: 'three', _stamp: { rev: 3 } });
  });
});

describe('rule 7: deletes are tombstones', () => {
  const ways: [string, () => Promise<unknown>][] = [
    ['deleteOne', async () => Notes.deleteOne({ _id: 'a' })],
    ['deleteMany', async () => Notes.deleteMany({ title: 'one' })],
    ['findOneAndDelete', async () => Notes.findOneAndDelete({ _id: 'a' })],
    ['findByIdAndDelete', async () => Notes.findByIdAndDelete('a')],
    ['document.deleteOne', async () => (await Notes.findById('a').orFail()).deleteOne()],
    ['tombstone', async () => (await Notes.findById('a').orFail()).tombstone()],
    ['bulkWrite deleteOne', async () => Notes.bulkWrite([{ deleteOne: { filter: { _id: 'a' } } }])],
    ['bulkWrite deleteMany', async () => Notes.bulkWrite([{ deleteMany: { filter: { _id: 'a' } } }])],
  ];
  beforeEach(async () => {
    await Notes.create({ _id: 'a', title: 'one', slug: 's', count: 1 });
  });

  test.each(ways)('%s leaves _id and the stamp, a revision later', async (_way, remove) => {
    await remove();
    const document = await stored('a');
    expect(Object.keys(document).sort()).toEqual(['_id', '_stamp']);
    expect(document._stamp).toMatchObject({ rev: 2, epoch: 3 });
    expect(document._stamp.live).toBeUndefined();
    expect(document._stamp.dirty).toBeInstanceOf(Date);
  });

  test('what a delete answers: how many, and the document before', async () => {
    expect(await Notes.deleteOne({ _id: 'none' })).toMatchObject({ deletedCount: 0 });
    expect(await Notes.findOneAndDelete({ _id: 'a' })).toMatchObject({ title: 'one' });
    expect(await Notes.deleteOne({ _id: 'a' })).toMatchObject({ deletedCount: 0 });
    expect((await stored('a'))._stamp.rev).toBe(2);
  });

  test('no read, count, update or aggregation sees one', async () => {
    await Notes.deleteOne({ _id: 'a' });
    await Notes.create({ _id: 'b', title: 'one' });
    expect(await Notes.findById('a')).toBeNull();
    expect(await Notes.findOne({ _id: 'a' }).lean()).toBeNull();
    expect((await Notes.find().lean()).map(({ _id }) => _id)).toEqual(['b']);
    expect(await Notes.countDocuments({})).toBe(1);
    expect(await Notes.estimatedDocumentCount()).toBe(1);
    expect(await Notes.exists({ _id: 'a' })).toBeNull();
    expect(await Notes.distinct('_id')).toEqual(['b']);
    expect(await Notes.aggregate([{ $project: { title: 1 } }])).toEqual([{ _id: 'b', title: 'one' }]);
    expect(await Notes.updateMany({}, { title: 'all' })).toMatchObject({ matchedCount: 1 });
    const seen: string[] = [];
    for await (const note of Notes.find().cursor()) seen.push(note._id);
    expect(seen).toEqual(['b']);
    expect(Object.keys(await stored('a')).sort()).toEqual(['_id', '_stamp']);
  });

  test('its unique values are free again; among the living they are not', async () => {
    expect(await codeOf(() => Notes.create({ _id: 'b', title: 'x', slug: 's' }))).toMatch(/E11000.*slug/);
    await Notes.deleteOne({ _id: 'a' });
    await Notes.create({ _id: 'b', title: 'x', slug: 's' });
    expect(await Notes.countDocuments({ slug: 's' })).toBe(1);
  });

  const recreations: [string, () => Promise<unknown>][] = [
    ['create', async () => Notes.create({ _id: 'a', title: 'again' })],
    ['insertMany', async () => Notes.insertMany([{ _id: 'a', title: 'again' }])],
    ['bulkWrite', async () => Notes.bulkWrite([{ insertOne: { document: { _id: 'a', title: 'again' } } }])],
    ['bulkSave', async () => Notes.bulkSave([new Notes({ _id: 'a', title: 'again' })])],
    ['an upsert', async () => Notes.updateOne({ _id: 'a' }, { $setOnInsert: { title: 'again' } }, { upsert: true })],
    [
      'an upsert by findOneAndUpdate',
      async () => Notes.findOneAndUpdate({ _id: 'a' }, { title: 'again' }, { upsert: true, returnDocument: 'after' }),
    ],
    ['an upsert by replaceOne', async () => Notes.replaceOne({ _id: 'a' }, { title: 'again' }, { upsert: true })],
  ];
  test.each(recreations)('%s over one goes on with its revisions', async (_way, create) => {
    await Notes.deleteOne({ _id: 'a' });
    await create();
    const document = await stored('a');
    expect(document).toMatchObject({ title: 'again', _stamp: { rev: 3, live: true } });
    expect(document.slug).toBeUndefined();
  });

  test('a document created over one can be changed and saved', async () => {
    await Notes.deleteOne({ _id: 'a' });
    const again = await Notes.create({ _id: 'a', title: 'again' });
    again.title = 'changed';
    await again.save();
    expect(await stored('a')).toMatchObject({ title: 'changed', _stamp: { rev: 4 } });
  });

  test('events that were recorded with the delete wait in the tombstone', async () => {
    const note = await Notes.findById('a').orFail();
    record(note, 'NoteDeleted', { why: 'test' });
    await note.tombstone();
    expect((await stored('a'))._stamp).toMatchObject({
      rev: 2,
      events: [{ type: 'NoteDeleted', data: { why: 'test' } }],
    });
  });
});

describe('refused with a reason', () => {
  const refusals: [string, () => unknown, RegExp][] = [
    ['an upsert without _id', () => Notes.updateOne({ title: 'x' }, { count: 1 }, { upsert: true }), /without an _id/],
    [
      'updateMany with upsert',
      () => Notes.updateMany({ title: 'x' }, { count: 1 }, { upsert: true }),
      /updateMany with upsert/,
    ],
    [
      'a pipeline that replaces',
      () => Notes.updateOne({ _id: 'a' }, [{ $replaceWith: { title: 'x' } }] as never, { updatePipeline: true }),
      /would lose the stamp/,
    ],
    [
      'writing the stamp',
      () => Notes.updateOne({ _id: 'a' }, { $set: { '_stamp.rev': 9 } } as never),
      /written by the golden source alone/,
    ],
    [
      'writing the stamp beside its guard',
      () => Notes.updateOne({ _id: 'a', '_stamp.rev': 1 }, { $set: { '_stamp.epoch': 9 } } as never),
      /written by the golden source alone/,
    ],
    ['an id that no subject can hold', () => Notes.create({ _id: 'x'.repeat(513), title: 'x' }), /512 bytes/],
    ['an empty id', () => Notes.insertMany([{ _id: '', title: 'x' }]), /512 bytes/],
    ['$merge', () => Notes.aggregate([{ $merge: { into: 'Note' } }]), /\$merge/],
    ['a TTL index', () => Notes.collection.createIndex({ count: 1 }, { expireAfterSeconds: 5 }), /TTL/],
    ['drop()', () => Notes.collection.drop(), /drop\(\)/],
    [
      'deleteOne with recorded events',
      async () => {
        const note = await Notes.create({ _id: 'z', title: 'x' });
        record(note, 'NoteDeleted');
        await note.deleteOne();
      },
      /use tombstone\(\)/,
    ],
  ];
  test.each(refusals)('%s', async (_what, attempt, reason) => {
    let thrown: unknown;
    try {
      await attempt();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'GOLDEN_WRITE_REFUSED', message: expect.stringMatching(reason) });
  });

  test('a schema with a TTL index', () => {
    const expiring = entitySchema<Note>({ title: String, slug: String, count: Number, tags: [String], author: Object });
    expiring.schema.index({ count: 1 }, { expireAfterSeconds: 1 });
    const make = () => rig.model('Expiring', expiring);
    expect(make).toThrow(/TTL index/);
  });
});

test('a mixed bulkWrite keeps its order and counts', async () => {
  await Notes.create({ _id: 'a', title: 'one' });
  const result = await Notes.bulkWrite([
    { insertOne: { document: { _id: 'b', title: 'b' } } },
    { deleteOne: { filter: { _id: 'a' } } },
    { insertOne: { document: { _id: 'c', title: 'c' } } },
    { updateOne: { filter: { _id: 'b' }, update: { $set: { title: 'b2' } } } },
  ]);
  expect(result).toMatchObject({ insertedCount: 2, deletedCount: 1, matchedCount: 1, modifiedCount: 1 });
  expect((await stored('a'))._stamp.live).toBeUndefined();
  expect(await stored('b')).toMatchObject({ title: 'b2', _stamp: { rev: 2 } });
});

test('a transaction that is aborted leaves nothing, one that is committed is stamped', async () => {
  const session = await rig.connection.startSession();
  try {
    session.startTransaction();
    await Notes.create([{ _id: 't', title: 'x' }], { session });
    await session.abortTransaction();
    expect(await rig.raw().findOne({ _id: 't' })).toBeNull();
    session.startTransaction();
    await Notes.create([{ _id: 't', title: 'x' }], { session });
    await session.commitTransaction();
    expect((await stored('t'))._stamp).toMatchObject({ rev: 1, live: true });
  } finally {
    await session.endSession();
  }
});

test('concurrent upserts of one id end as one document with every write counted', async () => {
  await Promise.all(
    Array.from({ length: 8 }, async () => Notes.updateOne({ _id: 'u' }, { $inc: { count: 1 } }, { upsert: true })),
  );
  expect(await stored('u')).toMatchObject({ count: 8, _stamp: { rev: 8 } });
});
