import { expect, test } from '@jest/globals';
import { loadConfig } from './loadConfig.ts';

test('needs nothing, and takes what is given', () => {
  const defaults = { accessTokenLifetime: 900_000, issuer: 'wellspring:members', audience: 'wellspring' };
  expect(loadConfig({ KEY_ENCRYPTION_SECRET: '', ACCESS_TOKEN_LIFETIME: '' })).toEqual(defaults);
  const KEY_ENCRYPTION_SECRET = 'x'.repeat(32);
  expect(loadConfig({ KEY_ENCRYPTION_SECRET, ACCESS_TOKEN_LIFETIME: '60000', TOKEN_ISSUER: 'i' })).toEqual({
    keyEncryptionSecret: KEY_ENCRYPTION_SECRET,
    accessTokenLifetime: 60_000,
    issuer: 'i',
    audience: 'wellspring',
  });
});

test('tells every fault, and never the secret', () => {
  const faults = [
    'KEY_ENCRYPTION_SECRET: expected at least 32 characters, got 5',
    'ACCESS_TOKEN_LIFETIME: expected 1000 to 86400000 ms, got "soon"',
  ];
  expect(() => loadConfig({ KEY_ENCRYPTION_SECRET: 'short', ACCESS_TOKEN_LIFETIME: 'soon' })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', details: { faults } }),
  );
});
