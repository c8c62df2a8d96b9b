import { expect, test } from '@jest/globals';
import { hashPassword, isOutdated, isPassword } from './password.ts';

test('a hash is of its password alone, salted, argon2id', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await hashPassword('correct horse battery')).not.toBe(hash);
  expect(await isPassword('correct horse battery', hash)).toBe(true);
  expect(await isPassword('correct horse batterY', hash)).toBe(false);
});

test('the same text typed in another composition of Unicode is the same password', async () => {
  expect(await isPassword('Ame\u0301lie und Zoe\u0308', await hashPassword('Am\u00e9lie und Zo\u00eb'))).toBe(true);
});

test('where there is no account it is no, after the same work', async () => {
  const took = async (hash: string | undefined): Promise<number> => {
    const before = process.cpuUsage();
    expect(await isPassword('correct horse battery', hash)).toBe(false);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const known = await hashPassword('another password');
  const [a, b] = [await took(known), await took(undefined)];
  expect(b).toBeGreaterThan(a / 4);
});

test('knows a hash of another cost, and still verifies it', async () => {
  expect(isOutdated(await hashPassword('x'))).toBe(false);
  // Of the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 256 -p 1
  const weak = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
  expect(isOutdated(weak)).toBe(true);
  expect(await isPassword('password', weak)).toBe(true);
});
