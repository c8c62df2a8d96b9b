import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classifyDrift, type DriftKind, isStillDrift, type Suspect } from './classifyDrift.ts';
import type { OwnerRow } from './DigestRequest.ts';

const owner = (rev: number, digest = 'same', more = {}): OwnerRow => ({ id: 'x', epoch: 1, rev, digest, ...more });
const gone = (rev: number): OwnerRow => ({ id: 'x', epoch: 1, rev, gone: true });
const row = (rev: number, digest = 'same', epoch = 1) => ({ epoch, rev, digest });
const goneRow = (rev: number) => ({ epoch: 1, rev });

describe('what an owner’s entity and a replica’s row say', () => {
  test.each([
    ['nothing, when both are the same', owner(2), row(2), null],
    ['that somebody wrote past the kit, when one revision has two contents', owner(2), row(2, 'other'), 'content'],
    ['the same when the row was made a tombstone by hand', owner(2), goneRow(2), 'content'],
    ['the same when the owner’s tombstone is a row with data', gone(2), row(2), 'content'],
    ['that a row is missing', owner(2), undefined, 'missing'],
    ['that a change did not arrive', owner(3), row(2), 'behind'],
    ['that a deletion did not arrive', gone(3), row(2), 'behind'],
    ['that the row is ahead', owner(2), row(3), 'ahead'],
    ['that the row is ahead, by its epoch', owner(9), row(1, 'same', 2), 'ahead'],
    ['that the row is ahead of a tombstone', gone(2), row(3), 'ahead'],
    ['that the owner knows no such entity', { id: 'x', unknown: true } as OwnerRow, row(1), 'surplus'],
    [
      'nothing, when a tombstone is of an entity that the owner does not know',
      { id: 'x', unknown: true },
      goneRow(1),
      null,
    ],
    ['nothing, when the owner’s tombstone was never copied', gone(2), undefined, null],
    ['nothing for certain while the owner publishes', owner(2, 'new', { dirty: true }), row(2), 'unsettled'],
    [
      'nothing for certain of what cannot be resolved',
      { id: 'x', error: 'VIEW_INVALID' } as OwnerRow,
      row(2),
      'unsettled',
    ],
  ] as const)('%s', (_, theirs, ours, verdict) => {
    expect(classifyDrift(theirs, ours)).toBe(verdict);
  });
});

const suspect = (kind: DriftKind, ownerRev: number, rowRev: number): Suspect => ({
  id: 'x',
  kind,
  owner: { epoch: 1, rev: ownerRev },
  row: { epoch: 1, rev: rowRev },
});

describe('a difference that is seen again', () => {
  test('is a change in flight when whoever was behind has reached what the other had', () => {
    expect(isStillDrift(suspect('behind', 5, 4), suspect('behind', 7, 5))).toBe(false);
    expect(isStillDrift(suspect('ahead', 4, 5), suspect('ahead', 5, 7))).toBe(false);
    expect(isStillDrift(suspect('missing', 1, 0), suspect('behind', 3, 1))).toBe(false);
  });

  test('is drift when it has not, or when one revision has two contents', () => {
    expect(isStillDrift(suspect('behind', 5, 4), suspect('behind', 7, 4))).toBe(true);
    expect(isStillDrift(suspect('ahead', 4, 9), suspect('ahead', 5, 9))).toBe(true);
    expect(isStillDrift(suspect('missing', 1, 0), suspect('missing', 1, 0))).toBe(true);
    expect(isStillDrift(suspect('behind', 5, 4), suspect('content', 5, 5))).toBe(true);
  });
});

test('a change in flight is never drift, however the two sides are read between changes', () => {
  const step = fc.nat({ max: 3 });
  fc.assert(
    fc.property(fc.tuple(step, step, step, step, step), ([between, arrived, since, more, late]) => {
      // The owner is read, then the row; later, when what the owner had at first has arrived, both again.
      const [owner1, owner2] = [1, 1 + between];
      const row2 = Math.min(arrived, owner2);
      const owner3 = owner2 + since;
      const row4 = Math.max(row2, owner1, owner3 + more - late);
      const look = (has: number, copied: number): Suspect | null => {
        const kind = classifyDrift(owner(has, `v${has}`), copied === 0 ? undefined : row(copied, `v${copied}`));
        return kind === null || kind === 'unsettled' ? null : suspect(kind, has, copied);
      };
      const [first, again] = [look(owner1, row2), look(owner3, row4)];
      if (first !== null && again !== null) expect(isStillDrift(first, again)).toBe(false);
    }),
  );
});
