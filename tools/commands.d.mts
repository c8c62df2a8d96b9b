/** What a command runs and needs; see commands.mjs. */
export interface Command {
  readonly script: string;
  readonly summary: string;
  readonly servers?: boolean;
}

export const commands: Readonly<Record<string, Command>>;

/** The text of `npm run help`. */
export function helpText(): string;
