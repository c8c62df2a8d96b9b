import type { InputCheck } from '@wellspring/kit';

/** A profile field by field: each cleans its value and notes its faults. */
export const profileRules = {
  displayName: (check: InputCheck, value: string) => check.text('displayName', value, { max: 80 }),

  handle: (check: InputCheck, value: string) =>
    check.text('handle', value.toLowerCase(), {
      min: 3,
      max: 30,
      pattern: /^[a-z0-9_]+$/,
      says: 'a-z, 0-9 and _, without the @',
    }),

  email: (check: InputCheck, value: string) =>
    check.text('email', value, {
      max: 254,
      pattern: /^[^\s@]+@[^\s@]+\.[^\s@.]+$/,
      says: 'an e-mail address such as "ada@example.org"',
    }),

  avatarUrl(check: InputCheck, value: string | null | undefined): string | null {
    const url = check.optionalText('avatarUrl', value, { max: 2_048 });
    check.expect(url === null || isHttps(url), 'avatarUrl', `Expected an https address, got ${JSON.stringify(value)}.`);
    return url;
  },
};

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}
