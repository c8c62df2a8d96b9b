import { describe, expect, test } from '@jest/globals';
import { decideKeys, type KeyTimes, signingKey } from './decideKeys.ts';

const HOUR = 3_600_000; // ms
const at = (hours: number): Date => new Date(Date.UTC(2026, 0, 1) + hours * HOUR);
const key = (_id: string, hours: number): KeyTimes => ({ _id, signsFrom: at(hours) });
const rules = { lifetime: 168 * HOUR, ahead: HOUR, tokenLifetime: HOUR / 4 };

describe('the keys', () => {
  test('given none, one is made that signs at once', () => {
    expect(decideKeys([], at(0), rules)).toEqual({ create: { signsFrom: at(0) }, remove: [] });
  });

  test('given one that goes on, nothing is done', () => {
    expect(decideKeys([key('a', 0)], at(166), rules)).toEqual({ create: null, remove: [] });
  });

  test('the next one is published an hour before it signs, once', () => {
    expect(decideKeys([key('a', 0)], at(167), rules).create).toEqual({ signsFrom: at(168) });
    const both = [key('a', 0), key('b', 168)];
    expect(decideKeys(both, at(167.5), rules)).toEqual({ create: null, remove: [] });
    expect([signingKey(both, at(167.9))?._id, signingKey(both, at(168))?._id]).toEqual(['a', 'b']);
  });

  test('after a long outage the old one signs until the next one was published for an hour', () => {
    expect(decideKeys([key('a', 0)], at(500), rules).create).toEqual({ signsFrom: at(501) });
    expect(signingKey([key('a', 0), key('b', 501)], at(500.5))?._id).toBe('a');
  });

  test('the old one stays until its last token has expired', () => {
    const both = [key('a', 0), key('b', 168)];
    expect(decideKeys(both, at(168.2), rules).remove).toEqual([]);
    expect(decideKeys(both, at(168.25), rules).remove).toEqual(['a']);
  });

  test('two that were made at once are both published; one of them signs', () => {
    const both = [key('b', 0), key('a', 0)];
    expect(signingKey(both, at(1))?._id).toBe('b');
    expect(signingKey([...both].reverse(), at(1))?._id).toBe('b');
  });
});
