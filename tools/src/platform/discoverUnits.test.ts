import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { discoverUnits } from './discoverUnits.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wellspring-units-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function project(folders: readonly string[], supergraph: string): void {
  for (const folder of folders) {
    mkdirSync(join(root, 'subgraphs', folder, 'src'), { recursive: true });
    writeFileSync(join(root, 'subgraphs', folder, 'src', 'main.ts'), '');
  }
  writeFileSync(join(root, 'supergraph.yaml'), supergraph);
}

test('a folder that supergraph.yaml lists is a unit, on the port of its routing URL', () => {
  project(['payments'], 'subgraphs:\n  payments:\n    routing_url: http://127.0.0.1:4004/graphql\n');
  expect(discoverUnits(root)).toEqual([
    { name: 'payments', main: join('subgraphs', 'payments', 'src', 'main.ts'), port: 4004 },
  ]);
});

test('every disagreement between the folders and supergraph.yaml is named at once', () => {
  project(
    ['payments', 'insights'],
    'subgraphs:\n  payments: {}\n  streaming:\n    routing_url: http://127.0.0.1:4006/graphql\n',
  );
  expect(() => discoverUnits(root)).toThrow(
    /subgraphs\/insights is not listed[\s\S]*payments has no routing_url with a port[\s\S]*streaming is listed in supergraph.yaml, but .*main\.ts does not exist/,
  );
});
