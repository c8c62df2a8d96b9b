/** Tells the story of the demo and keeps count of what did not come true. */
export class Narrator {
  readonly #write: (text: string) => void;
  readonly #colour: boolean;
  readonly #failures: string[] = [];
  #chapter = 0;

  constructor(write: (text: string) => void, colour: boolean) {
    this.#write = write;
    this.#colour = colour;
  }

  /** Claims that were not true, in the order of the story. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  title(text: string, subtitle: string): void {
    this.#write(`\n${this.#paint('1', text)}   ${this.#paint('2', subtitle)}\n`);
  }

  chapter(heading: string, ...introduction: readonly string[]): void {
    this.#chapter += 1;
    this.#write(`\n${this.#paint('1;36', `${this.#chapter}  ${heading}`)}\n`);
    for (const line of introduction) this.say(line);
  }

  say(text: string): void {
    this.#write(`   ${text}\n`);
  }

  /** A claim: told with a tick when it is true, with what was got instead when it is not. */
  claim(isTrue: boolean, text: string, got?: string): boolean {
    if (isTrue) this.#write(`   ${this.#paint('32', '✓')} ${text}\n`);
    else {
      this.#failures.push(got === undefined ? text : `${text}: got ${got}`);
      this.#write(`   ${this.#paint('31', '✗')} ${text}${got === undefined ? '' : `\n     but: ${got}`}\n`);
    }
    return isTrue;
  }

  #paint(code: string, text: string): string {
    return this.#colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

/** A duration as a person likes to read it: `0.8 ms`, `42 ms`, `1.3 s`. */
export function inWords(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
