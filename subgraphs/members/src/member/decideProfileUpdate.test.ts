import { describe, expect, test } from '@jest/globals';
import { decideProfileUpdate } from './decideProfileUpdate.ts';

const ada = { displayName: 'Ada', handle: 'ada', email: 'ada@example.org', avatarUrl: 'https://example.org/ada.png' };

describe('updating a profile', () => {
  test('changes what is given and names it', () => {
    expect(decideProfileUpdate(ada, { displayName: 'Ada Lovelace', handle: 'Ada_L' })).toEqual({
      changes: { displayName: 'Ada Lovelace', handle: 'ada_l' },
      fields: ['displayName', 'handle'],
    });
  });

  test('keeps the e-mail address unique by its key', () => {
    expect(decideProfileUpdate(ada, { email: 'Ada.L@Example.org' })).toEqual({
      changes: { email: 'Ada.L@Example.org', emailKey: 'ada.l@example.org' },
      fields: ['email'],
    });
  });

  test('null removes the picture', () => {
    expect(decideProfileUpdate(ada, { avatarUrl: null })).toEqual({
      changes: { avatarUrl: null },
      fields: ['avatarUrl'],
    });
  });

  test('what is already so changes nothing', () => {
    expect(decideProfileUpdate(ada, { ...ada, displayName: ' Ada ', handle: 'ADA' })).toEqual({
      changes: {},
      fields: [],
    });
    expect(decideProfileUpdate(ada, {})).toEqual({ changes: {}, fields: [] });
  });

  test('null is refused where a member needs a value, with every other fault', () => {
    expect(() => decideProfileUpdate(ada, { displayName: null, handle: null, email: 'x' })).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: {
          faults: [
            { field: 'displayName', message: expect.any(String) },
            { field: 'handle', message: expect.any(String) },
            { field: 'email', message: expect.any(String) },
          ],
        },
      }),
    );
  });
});
