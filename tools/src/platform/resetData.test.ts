import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type PlatformFiles, platformFiles } from './PlatformFiles.ts';
import { resetData } from './resetData.ts';

let state: string;
let files: PlatformFiles;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'wellspring-reset-'));
  files = platformFiles(state);
  mkdirSync(files.data, { recursive: true });
  mkdirSync(dirname(files.runFile), { recursive: true });
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

test('all local data goes, and a second reset finds none', () => {
  expect(resetData(files)).toBe(true);
  expect(existsSync(files.data)).toBe(false);
  expect(resetData(files)).toBe(false);
  expect(existsSync(files.runFile)).toBe(false);
});

test('nothing goes while the platform runs', () => {
  const platform = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  try {
    const endpoint = 'http://127.0.0.1:4000/graphql';
    writeFileSync(files.runFile, JSON.stringify({ pid: platform.pid, startedAt: '', endpoint }));
    expect(() => resetData(files)).toThrow(`already running: process ${platform.pid}, ${endpoint}`);
    expect(existsSync(files.data)).toBe(true);
    expect(existsSync(files.runFile)).toBe(true);
  } finally {
    platform.kill('SIGKILL');
  }
});

test('what a killed supervisor left behind is no obstacle', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(files.runFile, JSON.stringify({ pid, startedAt: '' }));
  expect(resetData(files)).toBe(true);
});
