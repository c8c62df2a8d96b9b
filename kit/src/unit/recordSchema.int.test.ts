import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { databaseOf } from '../owner/bookkeeping.ts';
import { type NotesContext, notes } from '../testing/fixtures/notes/notes.ts';
import { type TestedUnit, testUnit } from '../testing/index.ts';
import { runSealed } from './seal.ts';

let unit: TestedUnit;
let ctx: NotesContext;

beforeAll(async () => {
  unit = await testUnit(notes);
  ctx = unit.running.context() as NotesContext;
}, 60_000);
afterAll(() => unit?.stop());

const raw = () => databaseOf(unit.running.connection).collection<{ _id: string }>('record.Draft');

test('a record is a plain document: not stamped, and gone when it is deleted', async () => {
  await ctx.records.Draft.create({ _id: 'a', slug: 'first', text: 'x' });
  expect(await raw().findOne({ _id: 'a' })).toEqual({ _id: 'a', slug: 'first', text: 'x' });
  await ctx.records.Draft.deleteOne({ _id: 'a' });
  expect(await raw().findOne({ _id: 'a' })).toBeNull();
});

test('its indexes are there before the unit serves', async () => {
  await ctx.records.Draft.create({ _id: 'b', slug: 'taken', text: 'x' });
  await expect(ctx.records.Draft.create({ _id: 'c', slug: 'taken', text: 'y' })).rejects.toMatchObject({
    code: 11_000,
  });
});

test('records and entities are one transaction', async () => {
  const failed = ctx.transaction(async () => {
    await ctx.records.Draft.create([{ _id: 'd', slug: 'undone', text: 'x' }]);
    await ctx.models.Note.create([{ _id: 'n', title: 'undone' }]);
    throw new Error('undo');
  });
  await expect(failed).rejects.toThrow('undo');
  expect(await ctx.records.Draft.findById('d')).toBeNull();
  expect(await ctx.models.Note.findById('n')).toBeNull();
  const answer = await ctx.transaction(async () => {
    await ctx.records.Draft.create([{ _id: 'd', slug: 'done', text: 'x' }]);
    await ctx.models.Note.create([{ _id: 'n', title: 'done' }]);
    return 'both';
  });
  expect(answer).toBe('both');
  expect(await ctx.records.Draft.findById('d').lean()).toMatchObject({ slug: 'done' });
  expect(await ctx.models.Note.findById('n').lean()).toMatchObject({ title: 'done', _stamp: { rev: 1 } });
});

test('a view may not use them', async () => {
  const use = runSealed('view', async () => ctx.records.Draft.findById('b'));
  await expect(use).rejects.toMatchObject({ code: 'VIEW_NOT_PURE' });
});
