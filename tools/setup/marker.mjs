import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A marker says what was installed, and is written last: interrupted half-way, the step is simply done again.
 *
 * @param {string} file
 * @returns {unknown} what {@link writeMarker} wrote, or undefined when there is none that can be read
 */
export function readMarker(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {unknown} content
 */
export function writeMarker(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content)}\n`);
  renameSync(`${file}.new`, file);
}

/** @param {string[]} files */
export function contentHash(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}
