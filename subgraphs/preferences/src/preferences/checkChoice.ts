import { currencyCodes, InputCheck } from '@wellspring/kit';
import type { ChoosePreferencesInput } from '../generated/resolvers.ts';
import type { PreferencesDocument } from './PreferencesDocument.ts';

/** What a member wants changed: a field left out stays, null is no longer chosen. */
export type Choice = Partial<PreferencesDocument['chosen'] & Pick<PreferencesDocument, 'channels' | 'topics'>>;

const CURRENCIES: ReadonlySet<string> = new Set(currencyCodes);

/**
 * Reads the input of choosePreferences.
 * @throws WellspringError BAD_INPUT with every fault
 */
export function checkChoice(input: ChoosePreferencesInput): Choice {
  const check = new InputCheck();
  const choice: Choice = {};
  if (input.language !== undefined) choice.language = ifAny(input.language, (tag) => checkLanguage(check, tag));
  if (input.currency !== undefined) choice.currency = ifAny(input.currency, (code) => checkCurrency(check, code));
  if (input.units !== undefined) choice.units = input.units;
  if (input.timeZone !== undefined) choice.timeZone = ifAny(input.timeZone, (name) => checkTimeZone(check, name));
  if (input.channels !== undefined) choice.channels = checkSet(check, 'channels', input.channels);
  if (input.topics !== undefined) choice.topics = checkSet(check, 'topics', input.topics);
  check.throwFaults();
  return choice;
}

const ifAny = <T>(value: T | null, work: (value: T) => T): T | null => (value === null ? null : work(value));

function checkLanguage(check: InputCheck, value: string): string {
  const tag = check.text('language', value, { max: 35 }); // RFC 5646, 4.4.1
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  try {
    const { language, baseName } = new Intl.Locale(tag);
    if (names.of(language) !== undefined) return baseName;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  check.expect(false, 'language', `Expected a language such as "de" or "pt-BR", got ${JSON.stringify(value)}.`);
  return tag;
}

function checkCurrency(check: InputCheck, value: string): string {
  const code = value.trim().toUpperCase();
  const message = `Expected a current currency of ISO 4217 such as "EUR", got ${JSON.stringify(value)}.`;
  check.expect(CURRENCIES.has(code), 'currency', message);
  return code;
}

function checkTimeZone(check: InputCheck, value: string): string {
  const name = value.trim();
  const says = `Expected a time zone such as "Europe/Berlin", got ${JSON.stringify(value)}.`;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    check.expect(/^[A-Z]/i.test(name), 'timeZone', says); // an offset such as +02:00 knows no summer
    // ICU canonicalises to names of old, such as Asia/Calcutta: only the capitals are corrected.
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    check.expect(false, 'timeZone', says);
    return name;
  }
}

function checkSet<T extends string>(check: InputCheck, field: string, values: readonly T[] | null): T[] {
  const set = [...new Set(values ?? [])];
  check.expect(values !== null, field, 'Expected a list or nothing, got null.');
  check.expect(set.length === (values ?? []).length, field, 'Expected each at most once, got one twice.');
  return set;
}
