/** The development password of everybody in the sample data who has one. Never one of a real deployment: only development loads sample data. */
export const SAMPLE_PASSWORD = 'wellspring-sample';

/** The staff of the sample data. */
export const SAMPLE_STAFF = 'librarian';

/** How many members have a password: a hash takes 30 ms of a core, so the others are enrolled by staff. */
const WITH_PASSWORD = 20;

/** Whether a member, by place in the plan, signs up with the sample password. */
export const hasPassword = (index: number): boolean => index < WITH_PASSWORD;

/** What a member subscribes to, by place in the plan: half of them nothing, and of the others every eighth gives it up at once. */
export function planSubscription(
  index: number,
): { readonly plan: 'STANDARD' | 'PREMIUM'; readonly ends: boolean } | null {
  if (index % 2 === 1) return null;
  return { plan: index % 6 === 0 ? 'PREMIUM' : 'STANDARD', ends: index % 16 === 8 };
}
