import { expect, test } from '@jest/globals';
import { decideStart } from './decideStart.ts';
import type { ViewingDocument } from './ViewingDocument.ts';
import { viewingId } from './viewingId.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const facts = { memberId: 'ada', videoId: 'matrix', now };
const begun = decideStart(null, facts);
const viewing = begun.changes as ViewingDocument;

test('the first time begins the first playback', () => {
  expect(begun).toEqual({
    changes: {
      _id: viewingId('ada', 'matrix'),
      memberId: 'ada',
      videoId: 'matrix',
      playback: 1,
      position: 0,
      startedAt: now,
      lastAt: now,
      finished: false,
      finishedAt: null,
    },
    event: { memberId: 'ada', videoId: 'matrix' },
  });
});

test('what was begun goes on, and is not told again', () => {
  const later = new Date('2026-03-02T12:00:00.000Z');
  expect(decideStart({ ...viewing, position: 600 }, { ...facts, now: later })).toEqual({
    changes: { lastAt: later },
    event: null,
  });
});

test('what was watched to its end begins again; a repeat goes on with that playback', () => {
  const again = decideStart({ ...viewing, position: 6_000, finished: true, finishedAt: now }, facts);
  expect(again).toEqual({
    changes: { playback: 2, position: 0, startedAt: now, lastAt: now, finished: false },
    event: { memberId: 'ada', videoId: 'matrix' },
  });
  expect(decideStart({ ...viewing, ...again.changes }, facts)).toEqual({ changes: { lastAt: now }, event: null });
});
