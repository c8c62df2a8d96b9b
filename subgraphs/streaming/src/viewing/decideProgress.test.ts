import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideProgress, type ProgressReport } from './decideProgress.ts';
import type { ViewingDocument } from './ViewingDocument.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const earlier = new Date('2026-03-01T11:00:00.000Z');
const viewing: ViewingDocument = {
  _id: 'v',
  memberId: 'ada',
  videoId: 'matrix',
  playback: 2,
  position: 600,
  startedAt: earlier,
  lastAt: earlier,
  finished: false,
  finishedAt: null,
};
const decide = (report: Partial<ProgressReport>, minutes: number | null = 100, given = viewing) =>
  decideProgress(given, { playback: 2, position: 0, finished: false, ...report }, { minutes, now });

describe('a report of progress', () => {
  test('moves the position on', () => {
    const changes = { position: 700, lastAt: now, finished: false, finishedAt: null };
    expect(decide({ position: 700 })).toEqual({ changes, event: null });
  });

  test.each([
    ['is behind', { position: 599 }],
    ['says it again', { position: 600 }],
    ['is of an earlier playback', { playback: 1, position: 5_999, finished: true }],
  ])('that %s changes nothing', (_, report) => expect(decide(report)).toBeNull());

  test('after the end changes nothing', () => {
    const done = { ...viewing, finished: true, finishedAt: earlier };
    expect(decide({ position: 6_000, finished: true }, 100, done)).toBeNull();
  });

  test('in the last twentieth is the end', () => {
    expect(decide({ position: 5_699 })?.event).toBeNull();
    expect(decide({ position: 5_700 })).toEqual({
      changes: { position: 5_700, lastAt: now, finished: true, finishedAt: now },
      event: { memberId: 'ada', videoId: 'matrix' },
    });
  });

  test('of a video of unknown length is the end when the player says so', () => {
    expect(decide({ position: 86_400 }, null)?.event).toBeNull();
    expect(decide({ position: 0, finished: true }, null)?.changes).toMatchObject({ position: 600, finished: true });
  });

  test('of a playback that was not begun is refused', () => {
    expect(() => decide({ playback: 3 })).toThrow(
      'playback: Expected at most the playback that was begun last, 2; got 3.',
    );
  });

  test('may come in any order and any number of times: the outcome is the furthest', () => {
    const report = fc.record({ position: fc.integer({ min: 0, max: 5_699 }) });
    fc.assert(
      fc.property(fc.array(report, { minLength: 1, maxLength: 20 }), (reports) => {
        let state = { ...viewing };
        for (const each of [...reports, ...reports]) state = { ...state, ...decide(each, 100, state)?.changes };
        expect(state.position).toBe(Math.max(600, ...reports.map(({ position }) => position)));
      }),
    );
  });
});
