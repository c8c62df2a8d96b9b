import { expect, test } from '@jest/globals';
import { KeySeal } from './KeySeal.ts';

const seal = new KeySeal('a secret of at least 32 characters');

test('what is sealed shows nothing, and opens for its id and secret alone', () => {
  const sealed = seal.seal('k1', '{"d":"private"}');
  expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').toString()).not.toContain('private');
  expect(seal.seal('k1', '{"d":"private"}')).not.toBe(sealed);
  expect(seal.open('k1', sealed)).toBe('{"d":"private"}');
  expect(() => seal.open('k2', sealed)).toThrow();
  expect(() => new KeySeal('another secret of 32 characters or more').open('k1', sealed)).toThrow();
  expect(() => new KeySeal(undefined).open('k1', sealed)).toThrow(/KEY_ENCRYPTION_SECRET/);
});

test('what was kept as it is opens with a secret too: it may be set later', () => {
  expect(seal.open('k1', new KeySeal(undefined).seal('k1', 'text'))).toBe('text');
});
