import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { gatewayErrorCodes, unavailableReasons } from './GatewayErrorCode.ts';

describe("the gateway's codes", () => {
  test('stand in the README with the same words, and no others do', async () => {
    const readme = await readFile('gateway/README.md', 'utf8');
    const [, errors = ''] = readme.split('\n## Errors\n');
    const documented = Object.fromEntries(
      [...errors.matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\|$/gm)].map(([, code, meaning]) => [code, meaning]),
    );

    expect(documented).toEqual({ ...gatewayErrorCodes, ...unavailableReasons });
  });
});
