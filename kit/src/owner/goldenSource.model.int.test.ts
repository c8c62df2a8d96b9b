import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Schema } from 'mongoose';
import { codeOf, type Note, type NoteRig, recordOn, startNoteRig } from '../testing/noteRig.ts';
import type { EntitySchema } from './entitySchema.ts';

let rig: NoteRig;
let Notes: NoteRig['Notes'];

beforeAll(async () => {
  rig = await startNoteRig();
  Notes = rig.Notes;
}, 120_000);
afterAll(async () => rig?.stop());
beforeEach(async () => rig.clear());

/** What an entity should be: its content, or nothing after a deletion; how often it was written; events recorded. */
interface Expected {
  content: { title: string; count?: number } | null;
  rev: number;
  events: string[];
}
type Model = Map<string, Expected>;

/** One way to write: what it does to the entities, and to the model of them. */
interface Way {
  readonly name: string;
  run(ids: readonly string[], n: number): Promise<unknown>;
  /** The write of one entity; undefined leaves it alone. */
  expected(before: Expected | undefined, n: number): Partial<Expected> | undefined;
  /** Whether it writes all of the ids or the first. */
  readonly many?: boolean;
}

const title = (n: number) => `title ${n}`;
const live = (before: Expected | undefined) => before?.content ?? null;
const created = (before: Expected | undefined, n: number) =>
  live(before) === null ? { content: { title: title(n) } } : undefined;
const upserted = (before: Expected | undefined, n: number) => ({ content: { ...live(before), title: title(n) } });
const changed = (before: Expected | undefined, n: number) =>
  live(before) === null ? undefined : { content: { ...live(before), title: title(n) } };
const replaced = (before: Expected | undefined, n: number) =>
  live(before) === null ? undefined : { content: { title: title(n) } };
const counted = (before: Expected | undefined) => {
  const content = live(before);
  return content === null ? undefined : { content: { ...content, count: (content.count ?? 0) + 1 } };
};
const deleted = (before: Expected | undefined) => (live(before) === null ? undefined : { content: null });
const first = (ids: readonly string[]) => ids[0] as string;
const orLost = async (work: Promise<unknown>) => work.catch((error) => expect(error.code).toBe(11_000));
const loaded = async (id: string, work: (note: InstanceType<typeof Notes>) => Promise<unknown>) => {
  const note = await Notes.findById(id);
  if (note !== null) await work(note);
};

const ways: Way[] = [
  {
    name: 'create',
    run: async (ids, n) => orLost(Notes.create({ _id: first(ids), title: title(n) })),
    expected: created,
  },
  {
    name: 'insertMany, unordered',
    many: true,
    run: async (ids, n) =>
      orLost(
        Notes.insertMany(
          ids.map((_id) => ({ _id, title: title(n) })),
          { ordered: false },
        ),
      ),
    expected: created,
  },
  {
    name: 'bulkWrite of insertions and updates, unordered',
    many: true,
    run: async (ids, n) =>
      orLost(
        Notes.bulkWrite(ids.map((_id) => ({ insertOne: { document: { _id, title: title(n) } } })) as never, {
          ordered: false,
        }),
      ),
    expected: created,
  },
  {
    name: 'upsert by updateOne',
    run: async (ids, n) => Notes.updateOne({ _id: first(ids) }, { title: title(n) }, { upsert: true }),
    expected: upserted,
  },
  {
    name: 'upsert by findOneAndUpdate',
    run: async (ids, n) => Notes.findOneAndUpdate({ _id: first(ids) }, { title: title(n) }, { upsert: true }),
    expected: upserted,
  },
  {
    name: 'upsert by replaceOne',
    run: async (ids, n) => Notes.replaceOne({ _id: first(ids) }, { title: title(n) }, { upsert: true }),
    expected: (_, n) => ({ content: { title: title(n) } }),
  },
  {
    name: 'upserts in bulkWrite',
    many: true,
    run: async (ids, n) =>
      Notes.bulkWrite(
        ids.map((_id) => ({ updateOne: { filter: { _id }, update: { title: title(n) }, upsert: true } })) as never,
      ),
    expected: upserted,
  },
  {
    name: 'updateOne',
    run: async (ids, n) => Notes.updateOne({ _id: first(ids) }, { title: title(n) }),
    expected: changed,
  },
  {
    name: 'updateOne by a pipeline',
    run: async (ids, n) =>
      Notes.updateOne({ _id: first(ids) }, [{ $set: { title: title(n) } }], { updatePipeline: true }),
    expected: changed,
  },
  {
    name: 'updateMany',
    many: true,
    run: async (ids) => Notes.updateMany({ _id: { $in: [...ids] } }, { $inc: { count: 1 } }),
    expected: counted,
  },
  {
    name: 'findByIdAndUpdate',
    run: async (ids, n) => Notes.findByIdAndUpdate(first(ids), { title: title(n) }),
    expected: changed,
  },
  {
    name: 'replaceOne',
    run: async (ids, n) => Notes.replaceOne({ _id: first(ids) }, { title: title(n) }),
    expected: replaced,
  },
  {
    name: 'findOneAndReplace',
    run: async (ids, n) => Notes.findOneAndReplace({ _id: first(ids) }, { title: title(n) }),
    expected: replaced,
  },
  {
    name: 'save with an event',
    run: async (ids, n) =>
      loaded(first(ids), async (note) => recordOn(note.set('title', title(n)), 'NoteRenamed', { n }).save()),
    expected: (before, n) => {
      const change = changed(before, n);
      return change === undefined ? undefined : { ...change, events: [...(before?.events ?? []), `NoteRenamed ${n}`] };
    },
  },
  {
    name: 'bulkSave',
    many: true,
    run: async (ids, n) => {
      const notes = await Notes.find({ _id: { $in: [...ids] } });
      for (const note of notes) note.count = (note.count ?? 0) + 1;
      await Notes.bulkSave(notes);
      for (const note of notes) await note.set('title', title(n)).save();
    },
    expected: (before, n) => {
      const content = counted(before)?.content;
      return content === undefined ? undefined : { content: { ...content, title: title(n) }, rev: 2 };
    },
  },
  {
    name: 'a transaction that is aborted',
    run: async (ids, n) =>
      loaded(first(ids), async (note) => {
        await rig.connection
          .transaction(async (session) => {
            await note.set('title', title(n)).save({ session });
            throw new Error('aborted');
          })
          .catch(() => undefined);
        await note.save({ session: null });
      }),
    expected: changed,
  },
  { name: 'deleteOne', run: async (ids) => Notes.deleteOne({ _id: first(ids) }), expected: deleted },
  {
    name: 'deleteMany',
    many: true,
    run: async (ids) => Notes.deleteMany({ _id: { $in: [...ids] } }),
    expected: deleted,
  },
  { name: 'findOneAndDelete', run: async (ids) => Notes.findOneAndDelete({ _id: first(ids) }), expected: deleted },
  {
    name: 'document.deleteOne',
    run: async (ids) => loaded(first(ids), async (note) => note.deleteOne()),
    expected: deleted,
  },
  {
    name: 'tombstone with an event',
    run: async (ids, n) => loaded(first(ids), async (note) => recordOn(note, 'NoteDeleted', { n }).tombstone()),
    expected: (before, n) =>
      live(before) === null ? undefined : { content: null, events: [...(before?.events ?? []), `NoteDeleted ${n}`] },
  },
  {
    name: 'bulkWrite of a deletion, a creation and a replacement',
    run: async (ids, n) =>
      Notes.bulkWrite([
        { deleteOne: { filter: { _id: first(ids) } } },
        { insertOne: { document: { _id: first(ids), title: 'between' } } },
        { replaceOne: { filter: { _id: first(ids) }, replacement: { title: title(n) } } },
      ] as never),
    expected: (before, n) => ({ content: { title: title(n) }, rev: live(before) === null ? 2 : 3 }),
  },
];

test('any sequence of writes: content, revisions, events and tombstones are as a plain model says', async () => {
  const step = fc.record({
    way: fc.nat(ways.length - 1),
    ids: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 18 }), async (steps) => {
      await rig.clear();
      const model: Model = new Map();
      for (const [n, { way, ids }] of steps.entries()) {
        const { run, expected, many } = ways[way] as Way;
        const before = new Map([...model].map(([id, { rev }]) => [id, rev]));
        await run(ids, n);
        for (const id of many === true ? ids : ids.slice(0, 1)) {
          const change = expected(model.get(id), n);
          if (change === undefined) continue;
          const { content = null, rev = 1, events = model.get(id)?.events ?? [] } = change;
          model.set(id, { content, events, rev: (model.get(id)?.rev ?? 0) + rev });
        }
        await agree(model, before);
      }
    }),
    { numRuns: 8 },
  );
}, 120_000);

async function agree(model: Model, before: ReadonlyMap<string, number>): Promise<void> {
  const stored = await rig.raw().find({}).sort({ _id: 1 }).toArray();
  const found = stored.map(({ _id, _stamp: { rev, events, live: isLive }, ...content }) => ({
    id: _id,
    rev,
    content: isLive === true ? content : Object.keys(content).length === 0 ? null : 'a tombstone with content',
    events: (events ?? []).map(({ type, data }) => `${type} ${data.n}`),
  }));
  expect(found).toEqual([...model].sort().map(([id, expected]) => ({ id, ...expected })));
  for (const { _id, _stamp } of stored) {
    expect(_stamp.rev).toBeGreaterThanOrEqual(before.get(_id) ?? 1);
    expect([_stamp.dirty, _stamp.at, _stamp.epoch]).toEqual([expect.any(Date), expect.any(Date), 3]);
  }
  const seen = (await Notes.find().sort({ _id: 1 }).lean()).map(({ _id }) => _id);
  expect(seen).toEqual(found.filter(({ content }) => content !== null).map(({ id }) => id));
  expect(await Notes.countDocuments()).toBe(seen.length);
}

test('rules 1 and 7: writers at once lose no acknowledged increment, and every revision is one of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('save', 'updateOne', 'bulkWrite', 'upsert', 'bulkSave', 'transaction', 'delete'), {
        minLength: 6,
        maxLength: 16,
      }),
      async (kinds) => {
        await rig.clear();
        await Notes.create({ _id: 'a', title: 'one', count: 0 });
        let sum = 0;
        let writes = 1;
        let deletions = 0;
        const update = { $inc: { count: 1 }, $setOnInsert: { title: 'again' } };
        const add = async (kind: string): Promise<boolean> => {
          if (kind === 'updateOne')
            return (await Notes.updateOne({ _id: 'a' }, { $inc: { count: 1 } })).matchedCount === 1;
          if (kind === 'upsert') return (await Notes.updateOne({ _id: 'a' }, update, { upsert: true })).acknowledged;
          if (kind === 'bulkWrite') {
            const operations = [{ updateOne: { filter: { _id: 'a' }, update: { $inc: { count: 1 } } } }];
            return (await Notes.bulkWrite(operations as never)).matchedCount === 1;
          }
          if (kind === 'transaction') {
            let found = false;
            await rig.connection.transaction(async (session) => {
              const note = await Notes.findById('a').session(session);
              found = note !== null;
              if (note !== null) await note.set('count', (note.count ?? 0) + 1).save();
            });
            return found;
          }
          const note = await Notes.findById('a');
          if (note === null) return false;
          note.count = (note.count ?? 0) + 1;
          await (kind === 'save' ? note.save() : Notes.bulkSave([note]));
          return true;
        };
        const outcomes = await Promise.allSettled(
          kinds.map(async (kind) => {
            if (kind === 'delete') {
              const { deletedCount } = await Notes.deleteOne({ _id: 'a' });
              deletions += deletedCount;
            } else if (await add(kind)) {
              sum += 1;
              writes += 1;
            }
          }),
        );
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' });
        }
        const { _stamp, count } = await rig.stored('a');
        expect(_stamp.rev).toBe(writes + deletions);
        // What was deleted is counted by nobody: only without a deletion the sum is known.
        if (deletions === 0) expect(count).toBe(sum);
        else if (_stamp.live !== true) expect(count).toBeUndefined();
      },
    ),
    { numRuns: 10 },
  );
}, 120_000);

describe('schemas with options of their own are stamped all the same', () => {
  const named = (options: object): EntitySchema<Note> => ({
    schema: new Schema(
      { _id: String, title: String, count: Number, tags: { type: [String], default: undefined } },
      options as never,
    ) as unknown as Schema,
  });
  const kinds: [string, object][] = [
    ['timestamps', { timestamps: true }],
    ['a version key', { versionKey: '__v' }],
    ['optimistic concurrency', { optimisticConcurrency: true }],
    ['strict: false', { strict: false }],
    ['minimize', { minimize: true }],
  ];
  test.each(kinds)('%s', async (name, options) => {
    const entity = `With${name.replaceAll(/\W/g, '')}`;
    const model = rig.model<Note>(entity, named(options));
    const at = async () => (await rig.raw(entity).findOne({ _id: 'a' }))?._stamp.rev;
    const note = await model.create({ _id: 'a', title: 'one', tags: ['x'] });
    note.tags?.push('y');
    await note.save();
    note.tags = ['z'];
    await note.increment().save();
    expect(await at()).toBe(3);
    await model.updateOne({ _id: 'a' }, { count: 1 });
    await model.findOneAndUpdate({ _id: 'a' }, { $inc: { count: 1 } }, { upsert: true });
    await model.bulkWrite([{ updateOne: { filter: { _id: 'a' }, update: { count: 3 } } }] as never);
    await model.replaceOne({ _id: 'a' }, { title: 'two' });
    expect(await at()).toBe(7);
    expect(await codeOf(() => note.set('title', 'stale').save())).toMatch(/CONFLICT|VersionError/);
    await model.deleteOne({ _id: 'a' });
    await model.insertMany([{ _id: 'a', title: 'again' }]);
    expect(await at()).toBe(9);
    expect(await model.findById('a').lean()).toMatchObject({ title: 'again' });
    expect(await codeOf(() => model.updateOne({ _id: 'a' }, { '_stamp.rev': 1 } as never))).toBe(
      'GOLDEN_WRITE_REFUSED',
    );
    expect(await codeOf(() => model.create({ _id: 'b', title: 'b', _stamp: { rev: 4 } } as never))).toBe(
      'GOLDEN_WRITE_REFUSED',
    );
  });

  test('discriminators', async () => {
    const base = rig.model<Note>('Kinds', named({ discriminatorKey: 'kind' }));
    const Special = base.discriminator('Special', new Schema({ extra: String }));
    const note = await Special.create({ _id: 's', title: 'one', extra: 'x' });
    recordOn(note, 'NoteRenamed');
    note.title = 'two';
    await note.save();
    const stored = async () => rig.raw('Kinds').findOne({ _id: 's' });
    expect(await stored()).toMatchObject({
      kind: 'Special',
      title: 'two',
      _stamp: { rev: 2, events: [{ type: 'NoteRenamed' }] },
    });
    const [one, other] = [await base.findById('s').orFail(), await base.findById('s').orFail()];
    await one.set('title', 'three').save();
    expect(await codeOf(() => other.set('title', 'lost').save())).toBe('CONFLICT');
    await Special.deleteOne({ _id: 's' });
    expect((await stored())?._stamp).toMatchObject({ rev: 4 });
    expect(await base.countDocuments()).toBe(0);
  });
});

describe('whatever else mongoose and its collection offer is refused', () => {
  const refusals: [string, () => unknown][] = [
    ['watch', async () => new Promise((_, reject) => Notes.watch().on('error', reject))],
    ['aggregate $out', () => Notes.aggregate([{ $out: 'Other' }])],
    ['aggregate $merge', () => Notes.aggregate([{ $merge: { into: 'Other' } }])],
    ['updateMany with upsert', () => Notes.updateMany({ _id: 'a' }, { title: 'x' }, { upsert: true })],
    ['findOneAndReplace with upsert', () => Notes.findOneAndReplace({ _id: 'a' }, { title: 'x' }, { upsert: true })],
    [
      'a bulk upsert without an id',
      () => Notes.bulkWrite([{ updateOne: { filter: { count: 1 }, update: { title: 'x' }, upsert: true } }]),
    ],
    ['collection.initializeOrderedBulkOp', () => Notes.collection.initializeOrderedBulkOp()],
    ['collection.rename', () => Notes.collection.rename('Other')],
    [
      'collection.insertOne of another stamp',
      () => Notes.collection.insertOne({ _id: 'a', _stamp: { rev: 3 } } as never),
    ],
    ['collection.dropIndex', () => Notes.collection.dropIndex('slug')],
  ];
  test.each(refusals)('%s', async (_what, attempt) => {
    expect(await codeOf(attempt)).toBe('GOLDEN_WRITE_REFUSED');
    expect(await rig.raw().countDocuments()).toBe(0);
  });
});
