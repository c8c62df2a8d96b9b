import { InputCheck } from '@wellspring/kit';
import { fold } from './findableText.ts';

const MAX_LENGTH = 200; // characters
const MAX_WORDS = 10;

/** A filter that each word of a text occurs; `{}` when there is none. */
export type SearchFilter = { readonly $and?: { readonly searchText: { readonly $regex: string } }[] };

/**
 * The filter of a search: every word must occur somewhere in name, sku or description, as it is (no pattern of the caller's is a pattern to the database).
 * @throws WellspringError BAD_INPUT beyond 200 characters or 10 words
 */
export function searchFilter(text: string | null | undefined): SearchFilter {
  if (text === null || text === undefined) return {};
  const check = new InputCheck();
  check.text('text', text, { min: 0, max: MAX_LENGTH });
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  check.expect(words.length <= MAX_WORDS, 'text', `Expected at most ${MAX_WORDS} words, got ${words.length}.`);
  check.throwFaults();
  return words.length === 0 ? {} : { $and: words.map((word) => ({ searchText: { $regex: literal(word) } })) };
}

function literal(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
