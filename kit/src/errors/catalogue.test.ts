import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { catalogue, type ErrorCode } from './catalogue.ts';
import { isWellspringError, WellspringError } from './WellspringError.ts';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/errors.md', root), 'utf8');
const [documented = '', retired = ''] = page.split('## Retired');
const rows = [...documented.matchAll(/^\| `([A-Z_]+)` +\| (\d+) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, code, status, meaning, help]) => ({ code, status: Number(status), meaning, help }),
);
const codes = Object.keys(catalogue) as ErrorCode[];

describe('docs/errors.md', () => {
  test('has each code once, in the order of the catalogue', () => {
    expect(rows.map(({ code }) => code)).toEqual(codes);
  });

  test.each(codes)('says of %s what the catalogue says, and what it means', (code) => {
    const { status, help } = catalogue[code];
    expect(rows.find((row) => row.code === code)).toEqual({
      code,
      status,
      help,
      meaning: expect.stringMatching(/\.$/),
    });
  });

  test('a retired code is not used again', () => {
    for (const [, code] of retired.matchAll(/`([A-Z_]+)`/g)) expect(codes).not.toContain(code);
  });

  test("links to the gateway's errors where they are", () => {
    expect(readFileSync(new URL('gateway/README.md', root), 'utf8')).toMatch(
      /^## Errors$[\s\S]*`SUBGRAPH_UNAVAILABLE`/m,
    );
  });
});

describe('the catalogue', () => {
  const sources = ['kit/src/', 'subgraphs/']
    .flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}${file}`),
    )
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules/'))
    .filter((file) => !file.endsWith('.test.ts') && !file.endsWith('errors/catalogue.ts'))
    .map((file) => readFileSync(new URL(file, root), 'utf8'))
    .join('\n');

  test.each(codes)('%s is an error that something answers', (code) => {
    expect(sources).toMatch(new RegExp(`'${code}'`));
  });

  test.each(codes)('%s has a status of its class and ends what to do with a full stop', (code) => {
    expect([400, 401, 403, 404, 409, 429, 500, 503]).toContain(catalogue[code].status);
    expect(catalogue[code].help).toMatch(/^[A-Z].+\.$/);
  });
});

test('an error has the status of its code, its details, and its cause', () => {
  const cause = new Error('below');
  const error = new WellspringError('SKU_TAKEN', 'The sku "X" is taken.', { details: { sku: 'X' }, cause });
  expect(error).toMatchObject({
    name: 'WellspringError',
    code: 'SKU_TAKEN',
    status: 409,
    details: { sku: 'X' },
    cause,
  });
  expect([
    isWellspringError(error),
    isWellspringError(error, 'SKU_TAKEN'),
    isWellspringError(error, 'CONFLICT'),
  ]).toEqual([true, true, false]);
  expect(isWellspringError(cause)).toBe(false);
});
