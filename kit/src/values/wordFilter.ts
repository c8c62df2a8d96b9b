import { foldText } from './foldText.ts';
import { InputCheck } from './InputCheck.ts';

const MAX_LENGTH = 200; // characters
const MAX_WORDS = 10;

/** A filter that each word of a text occurs; `{}` when there is none. */
export type WordFilter<Field extends string> = {
  readonly $and?: { readonly [F in Field]: { readonly $regex: string } }[];
};

/**
 * The filter of a search by the argument `text`: every word must occur somewhere in a field that holds folded text, as it is (no pattern
 * of the caller's is a pattern to the database).
 * @param field written with `foldText`
 * @throws WellspringError BAD_INPUT beyond 200 characters or 10 words
 */
export function wordFilter<Field extends string>(field: Field, text: string | null | undefined): WordFilter<Field> {
  if (text === null || text === undefined) return {};
  const check = new InputCheck();
  check.text('text', text, { min: 0, max: MAX_LENGTH });
  const words = foldText(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  check.expect(words.length <= MAX_WORDS, 'text', `Expected at most ${MAX_WORDS} words, got ${words.length}.`);
  check.throwFaults();
  if (words.length === 0) return {};
  const occurs = (word: string) => ({ [field]: { $regex: literal(word) } }) as { [F in Field]: { $regex: string } };
  return { $and: words.map(occurs) };
}

function literal(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
