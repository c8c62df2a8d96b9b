import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { codeOf, type NoteRig, recordOn, startNoteRig } from '../testing/noteRig.ts';

let rig: NoteRig;
let Notes: NoteRig['Notes'];

beforeAll(async () => {
  rig = await startNoteRig({ pendingLimit: 5 });
  Notes = rig.Notes;
}, 60_000);
afterAll(async () => rig?.stop());
beforeEach(async () => rig.clear());

const stored = async (id: string) => rig.stored(id);
const load = async (id: string) => Notes.findById(id).orFail();
const eventsOf = async (id: string) => ((await stored(id))._stamp.events ?? []).map(({ type }) => type);
const forged = (rev: number) => ({
  _stamp: { rev, events: [{ id: 'x', type: 'NoteForged', at: new Date(), data: {} }] },
});
describe('nothing from outside writes the stamp', () => {
  const at = {
    filter: { _id: 'a', '_stamp.rev': 1 },
    event: { id: 'x', type: 'NoteForged', at: new Date(), data: {} },
  };
  const ways: [string, () => unknown][] = [
    ['new + save', () => new Notes({ _id: 'z', title: 'z', ...forged(1) } as never).save()],
    ['create', () => Notes.create({ _id: 'z', title: 'z', ...forged(1) } as never)],
    ['insertMany', () => Notes.insertMany([{ _id: 'z', title: 'z', ...forged(1) }] as never)],
    ['insertMany lean', () => Notes.insertMany([{ _id: 'z', title: 'z', ...forged(1) }] as never, { lean: true })],
    ['bulkSave', () => Notes.bulkSave([new Notes({ _id: 'z', title: 'z', ...forged(1) } as never)])],
    [
      'bulkWrite insertOne',
      () => Notes.bulkWrite([{ insertOne: { document: { _id: 'z', title: 'z', ...forged(1) } as never } }]),
    ],
    ['the copy of another document', async () => Notes.insertMany([{ ...(await load('a')).toObject(), _id: 'z' }])],
    ['$push of an event', () => Notes.updateOne(at.filter, { $push: { '_stamp.events': at.event } } as never)],
    ['$set of events', () => Notes.updateOne(at.filter, { $set: { '_stamp.events': [at.event] } } as never)],
    ['$set of rev', () => Notes.updateOne(at.filter, { $set: { '_stamp.rev': 9 } } as never)],
    ['$set of all of it', () => Notes.updateOne(at.filter, { $set: { _stamp: {} } } as never)],
    ['$unset', () => Notes.updateMany({}, { $unset: { '_stamp.live': 1 } } as never)],
    ['$unset in a pipeline', () => Notes.updateOne({}, [{ $unset: '_stamp.events' }], { updatePipeline: true })],
    ['$rename to it', () => Notes.updateOne({}, { $rename: { title: '_stamp.live' } } as never)],
    [
      '$setOnInsert',
      () => Notes.updateOne({ _id: 'z' }, { $setOnInsert: { '_stamp.rev': 4 } } as never, { upsert: true }),
    ],
    ['findOneAndUpdate', () => Notes.findOneAndUpdate({}, { $inc: { '_stamp.rev': 5 } } as never)],
    ['replaceOne', () => Notes.replaceOne({ _id: 'a' }, { title: 'x', ...forged(7) } as never)],
    ['findOneAndReplace', () => Notes.findOneAndReplace({ _id: 'a' }, { title: 'x', ...forged(7) } as never)],
    [
      'bulkWrite updateOne',
      () =>
        Notes.bulkWrite([
          { updateOne: { filter: at.filter, update: { $push: { '_stamp.events': at.event } } as never } },
        ]),
    ],
    [
      'bulkWrite replaceOne',
      () =>
        Notes.bulkWrite([{ replaceOne: { filter: { _id: 'a' }, replacement: { title: 'x', ...forged(1) } as never } }]),
    ],
    ['document.set of a part', async () => (await load('a')).set('_stamp.rev', 9).save()],
    ['document.set of the whole', async () => (await load('a')).set('_stamp', { rev: 9 }).save()],
    ['document.updateOne', async () => (await load('a')).updateOne({ $set: { '_stamp.rev': 9 } } as never)],
    ['strict: false', () => Notes.updateOne({ _id: 'a' }, { '_stamp.rev': 9 } as never, { strict: false })],
  ];
  test.each(ways)('%s', async (_way, write) => {
    await Notes.create({ _id: 'a', title: 'one' });
    expect(await codeOf(write)).toBe('GOLDEN_WRITE_REFUSED');
    expect((await stored('a'))._stamp).toMatchObject({ rev: 1, live: true, events: [] });
    expect(await rig.raw().findOne({ _id: 'z' })).toBeNull();
  });
});

describe('a recorded event is never lost', () => {
  test('by pathsToSave: it is written with whichever path is', async () => {
    await Notes.create({ _id: 'a', title: 'one', count: 1 });
    const note = recordOn(await load('a'), 'NoteRenamed');
    note.title = 'two';
    note.count = 2;
    await note.save({ pathsToSave: ['title'] });
    expect(await stored('a')).toMatchObject({ title: 'two', count: 1, _stamp: { rev: 2 } });
    expect(await eventsOf('a')).toEqual(['NoteRenamed']);
    await note.save();
    expect(await stored('a')).toMatchObject({ count: 2, _stamp: { rev: 3 } });
    expect(await eventsOf('a')).toEqual(['NoteRenamed']);
  });

  test('by pathsToSave of what did not change: nothing is written without an event', async () => {
    await Notes.create({ _id: 'a', title: 'one', count: 1 });
    const note = await load('a');
    note.count = 2;
    await note.save({ pathsToSave: ['title'] });
    expect((await stored('a'))._stamp.rev).toBe(1);
    recordOn(note, 'NoteSeen');
    await note.save({ pathsToSave: ['title'] });
    expect(await stored('a')).toMatchObject({ count: 1, _stamp: { rev: 2 } });
    expect(await eventsOf('a')).toEqual(['NoteSeen']);
  });

  test('by a projection: it joins those that wait, within the limit', async () => {
    await recordOn(new Notes({ _id: 'a', title: 'one' }), 'NoteWritten').save();
    const partial = recordOn(await Notes.findById('a', { title: 1, '_stamp.rev': 1 }).orFail(), 'NoteRenamed');
    partial.title = 'two';
    await partial.save();
    expect(await eventsOf('a')).toEqual(['NoteWritten', 'NoteRenamed']);
    const unaware = await Notes.findById('a', { title: 1, '_stamp.rev': 1 }).orFail();
    for (let n = 0; n < 4; n += 1) recordOn(unaware, 'NoteOpened');
    expect(await codeOf(() => unaware.save())).toBe('EVENTS_PENDING_LIMIT');
    expect(await eventsOf('a')).toHaveLength(2);
  });

  test('by a projection without the stamp: refused', async () => {
    await Notes.create({ _id: 'a', title: 'one' });
    const blind = await Notes.findById('a', { title: 1 }).orFail();
    expect(await codeOf(() => recordOn(blind, 'NoteRenamed'))).toBe('GOLDEN_WRITE_REFUSED');
    blind.title = 'two';
    expect(await codeOf(() => blind.save())).toBe('GOLDEN_WRITE_REFUSED');
  });

  test('by a save that failed: the next one writes it', async () => {
    await Notes.create([
      { _id: 'a', title: 'one' },
      { _id: 'b', title: 'b', slug: 's' },
    ]);
    const note = recordOn(await load('a'), 'NoteRenamed');
    note.slug = 's';
    await expect(note.save()).rejects.toMatchObject({ code: 11_000 });
    note.slug = 't';
    await note.save();
    expect(await eventsOf('a')).toEqual(['NoteRenamed']);
    expect((await stored('a'))._stamp.rev).toBe(2);
  });

  test('by { middleware: false }, which skips no guard of the golden source', async () => {
    await Notes.create({ _id: 'a', title: 'one' });
    const [note, stale] = [recordOn(await load('a'), 'NoteRenamed'), await load('a')];
    note.title = 'two';
    await note.save({ middleware: false } as never);
    expect(await eventsOf('a')).toEqual(['NoteRenamed']);
    stale.title = 'lost';
    expect(await codeOf(() => stale.save({ middleware: false } as never))).toBe('CONFLICT');
  });
});

describe('joins see live entities only', () => {
  beforeEach(async () => {
    await Notes.create([
      { _id: 'a', title: 'one', author: { name: 'b' } },
      { _id: 'b', title: 'two' },
      { _id: 'c', title: 'three' },
    ]);
    await Notes.deleteOne({ _id: 'b' });
  });
  const ways: [string, object[], object[]][] = [
    [
      '$lookup',
      [
        { $match: { _id: 'a' } },
        { $lookup: { from: 'Note', localField: 'author.name', foreignField: '_id', as: 'to' } },
        { $project: { to: 1 } },
      ],
      [{ _id: 'a', to: [] }],
    ],
    [
      '$lookup with a pipeline',
      [
        { $match: { _id: 'a' } },
        { $lookup: { from: 'Note', pipeline: [{ $sort: { _id: 1 } }, { $project: { _id: 1 } }], as: 'all' } },
        { $project: { all: 1 } },
      ],
      [{ _id: 'a', all: [{ _id: 'a' }, { _id: 'c' }] }],
    ],
    [
      '$unionWith',
      [{ $unionWith: 'Note' }, { $group: { _id: '$_id', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
      [
        { _id: 'a', n: 2 },
        { _id: 'c', n: 2 },
      ],
    ],
    [
      '$unionWith with a pipeline',
      [
        { $match: { _id: 'a' } },
        { $unionWith: { coll: 'Note', pipeline: [{ $match: { _id: 'b' } }] } },
        { $project: { _id: 1 } },
      ],
      [{ _id: 'a' }],
    ],
    ['$facet', [{ $facet: { all: [{ $unionWith: 'Note' }, { $count: 'n' }] } }], [{ all: [{ n: 4 }] }]],
  ];
  test.each(ways)('%s', async (_way, pipeline, expected) => {
    expect(await Notes.aggregate(pipeline as never)).toEqual(expected);
  });

  test('writing inside one is refused', async () => {
    expect(await codeOf(() => Notes.aggregate([{ $match: {} }, { $out: 'Note' }]))).toBe('GOLDEN_WRITE_REFUSED');
  });
});

describe('what mongoose is told is what happened', () => {
  test('findOneAndUpdate with its metadata: of an update, a creation, and one over a tombstone', async () => {
    const upsert = async (returnDocument: 'before' | 'after') =>
      Notes.findOneAndUpdate(
        { _id: 'a' },
        { $set: { title: 'x' } },
        { upsert: true, returnDocument, includeResultMetadata: true },
      ).lean();
    const inserted = { n: 1, updatedExisting: false, upserted: 'a' };
    expect(await upsert('before')).toMatchObject({ lastErrorObject: inserted, value: null });
    expect(await upsert('before')).toMatchObject({
      lastErrorObject: { n: 1, updatedExisting: true },
      value: { title: 'x' },
    });
    await Notes.deleteOne({ _id: 'a' });
    expect(await upsert('before')).toMatchObject({ lastErrorObject: inserted, value: null });
    expect(await Notes.findOneAndDelete({ _id: 'a' }, { includeResultMetadata: true }).lean()).toMatchObject({
      lastErrorObject: { n: 1 },
      value: { title: 'x' },
    });
    expect(await upsert('after')).toMatchObject({ lastErrorObject: inserted, value: { _id: 'a', title: 'x' } });
    expect((await stored('a'))._stamp.rev).toBe(6);
    await Notes.deleteOne({ _id: 'a' });
    expect(await Notes.findOneAndUpdate({ _id: 'a' }, { title: 'y' }, { upsert: true })).toBeNull();
    expect(
      await Notes.findOneAndUpdate({ _id: 'none' }, { title: 'y' }, { includeResultMetadata: true }),
    ).toMatchObject({
      lastErrorObject: { n: 0, updatedExisting: false },
      value: null,
    });
  });

  test('upserts over a tombstone are insertions, and take what the filter demands', async () => {
    await Notes.create({ _id: 'a', title: 'one' });
    const inserted = { matchedCount: 0, modifiedCount: 0, upsertedCount: 1, upsertedId: 'a' };
    await Notes.deleteOne({ _id: 'a' });
    expect(await Notes.updateOne({ _id: 'a', title: 'demanded' }, { count: 1 }, { upsert: true })).toMatchObject(
      inserted,
    );
    expect(await stored('a')).toMatchObject({ title: 'demanded', count: 1 });
    await Notes.deleteOne({ _id: 'a' });
    expect(await Notes.replaceOne({ _id: 'a' }, { title: 'r' }, { upsert: true })).toMatchObject(inserted);
    await Notes.deleteOne({ _id: 'a' });
    const bulk = await Notes.bulkWrite([
      { updateOne: { filter: { _id: 'b' }, update: { title: 'b' }, upsert: true } },
      { updateOne: { filter: { _id: 'a' }, update: { title: 'a' }, upsert: true } },
      { replaceOne: { filter: { _id: 'c' }, replacement: { title: 'c' }, upsert: true } },
      { updateOne: { filter: { _id: 'b' }, update: { title: 'b2' }, upsert: true } },
    ]);
    expect(bulk).toMatchObject({ upsertedCount: 3, matchedCount: 1, upsertedIds: { 0: 'b', 1: 'a', 2: 'c' } });
    expect([(await stored('a'))._stamp.rev, (await stored('b'))._stamp.rev, (await stored('c'))._stamp.rev]).toEqual([
      7, 2, 1,
    ]);
  });

  const mixed = () =>
    [
      { insertOne: { document: { _id: 'n1', title: 'n1' } } },
      { insertOne: { document: { _id: 'live', title: 'again' } } }, // 1: fails
      { deleteOne: { filter: { _id: 'd' } } },
      { insertOne: { document: { _id: 'gone', title: 'again' } } }, // over a tombstone
      { updateOne: { filter: { _id: 'live' }, update: { slug: 'taken' } } }, // 4: fails
      { updateOne: { filter: { _id: 'live' }, update: { count: 5 } } },
      { deleteMany: { filter: { title: 'none' } } },
      { updateOne: { filter: { _id: 'up' }, update: { title: 'up' }, upsert: true } },
      { replaceOne: { filter: { _id: 'n1' }, replacement: { title: 'n1b' } } },
    ] as never[];
  const begin = async () => {
    await Notes.create([
      { _id: 'live', title: 'live' },
      { _id: 'd', title: 'd' },
      { _id: 'gone', title: 'gone' },
      { _id: 's', title: 's', slug: 'taken' },
    ]);
    await Notes.deleteOne({ _id: 'gone' });
  };
  const failureOf = async (write: () => Promise<unknown>): Promise<mongo.MongoBulkWriteError & Record<string, never>> =>
    write().then(
      () => expect('an error').toBe('thrown') as never,
      (error) => error,
    );

  test('an unordered bulkWrite: errors by the index of the operation, counts of the rest', async () => {
    await begin();
    const error = await failureOf(async () => Notes.bulkWrite(mixed(), { ordered: false }));
    expect(error).toBeInstanceOf(mongo.MongoBulkWriteError);
    expect([error.writeErrors].flat().map(({ index, code }) => ({ index, code }))).toEqual([
      { index: 1, code: 11_000 },
      { index: 4, code: 11_000 },
    ]);
    expect([error.writeErrors].flat().map((failure) => (failure as mongo.WriteError).getOperation())).toEqual(
      [mixed()[1], mixed()[4]].map((operation) =>
        expect.objectContaining({ [Object.keys(operation ?? {})[0] ?? '']: expect.anything() }),
      ),
    );
    expect(error).toMatchObject({
      code: 11_000,
      insertedCount: 2,
      matchedCount: 2,
      modifiedCount: 2,
      deletedCount: 1,
      upsertedCount: 1,
      insertedIds: { 0: 'n1', 3: 'gone' },
      upsertedIds: { 7: 'up' },
    });
    expect(Object.keys(error.insertedIds)).toEqual(['0', '3']);
    expect(await stored('n1')).toMatchObject({ title: 'n1b', _stamp: { rev: 2 } });
    expect((await stored('gone'))._stamp.rev).toBe(3);
  });

  test('an ordered bulkWrite ends at the first error', async () => {
    await begin();
    const [first, , third, ...rest] = mixed();
    const error = await failureOf(async () => Notes.bulkWrite([first, third, ...rest] as never));
    expect([error.writeErrors].flat().map(({ index }) => index)).toEqual([3]);
    expect(error).toMatchObject({
      insertedCount: 2,
      deletedCount: 1,
      matchedCount: 0,
      insertedIds: { 0: 'n1', 2: 'gone' },
    });
    expect((await stored('live'))._stamp.rev).toBe(1);
    expect(await rig.raw().findOne({ _id: 'up' })).toBeNull();
  });

  test('insertMany: which documents were inserted, and they can be saved', async () => {
    await begin();
    const documents = () => [
      { _id: 'n1', title: '1' },
      { _id: 'live', title: '2' },
      { _id: 'gone', title: '3' },
      { _id: 'n2', title: '4' },
    ];
    const error = (await failureOf(async () => Notes.insertMany(documents(), { ordered: false }))) as unknown as {
      insertedDocs: InstanceType<typeof Notes>[];
      writeErrors: mongo.WriteError[];
    };
    expect(error.writeErrors.map(({ index }) => index)).toEqual([1]);
    expect(error.insertedDocs.map(({ _id }) => _id)).toEqual(['n1', 'gone', 'n2']);
    for (const note of error.insertedDocs) await note.set('count', 1).save();
    expect(await stored('gone')).toMatchObject({ count: 1, _stamp: { rev: 4 } });
    expect((await stored('n2'))._stamp.rev).toBe(2);

    const ordered = await failureOf(async () => Notes.insertMany([{ _id: 'o1', title: 'x' }, ...documents().slice(1)]));
    expect(ordered.insertedDocs).toHaveLength(1);
    expect(await Notes.exists({ _id: 'o1' })).not.toBeNull();
    const raw = await Notes.insertMany([{ _id: 'r1', title: 'x' }], { rawResult: true, ordered: false });
    expect(raw).toMatchObject({ acknowledged: true, insertedCount: 1, insertedIds: { 0: 'r1' } });
  });

  test('bulkSave: one lost race is CONFLICT, and no document of it passes for saved', async () => {
    await Notes.create([
      { _id: 'a', title: 'a' },
      { _id: 'b', title: 'b' },
    ]);
    const [a, b] = [await load('a'), await load('b')];
    await Notes.updateOne({ _id: 'b' }, { count: 1 });
    for (const note of [a, b]) note.title = 'bulk';
    expect(await codeOf(() => Notes.bulkSave([a, b]))).toBe('CONFLICT');
    for (const note of [a, b]) expect(await codeOf(() => note.set('title', 'later').save())).toBe('CONFLICT');
    expect((await stored('b')).title).toBe('b');
  });
});

test('increment() is a touch; a copy of a document is guarded by its own revision', async () => {
  await Notes.create({ _id: 'a', title: 'one' });
  const note = await load('a');
  const copy = note.$clone();
  await note.increment().save();
  await note.set('title', 'two').save();
  expect(await stored('a')).toMatchObject({ title: 'two', _stamp: { rev: 3 } });
  copy.title = 'stale';
  expect(await codeOf(() => copy.save())).toBe('CONFLICT');
});
