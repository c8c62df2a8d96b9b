import { expect, test } from '@jest/globals';
import { MUTATIONS, mutated, readMutation, withMutation } from './mutation.ts';

test('nothing is switched off unless the environment says so', () => {
  expect(readMutation({})).toBeUndefined();
  expect(MUTATIONS.filter(mutated)).toEqual([]);
  expect(readMutation({ WELLSPRING_MUTATION: 'no-fence' })).toBe('no-fence');
});

test('production keeps every guarantee', () => {
  expect(readMutation({ WELLSPRING_MUTATION: 'no-fence', NODE_ENV: 'production' })).toBeUndefined();
});

test('an unknown one is refused in words', () => {
  expect(() => readMutation({ WELLSPRING_MUTATION: 'no-brakes' })).toThrow(
    /expected one of no-newest-wins, .*"no-brakes"/,
  );
});

test('a test switches one off for a while, also when it fails', async () => {
  await withMutation('no-archive', async () => expect(MUTATIONS.filter(mutated)).toEqual(['no-archive']));
  await expect(withMutation('no-archive', () => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed');
  expect(mutated('no-archive')).toBe(false);
});
