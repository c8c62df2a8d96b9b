import type { FormattedExecutionResult } from 'graphql';

/** The `data` of an answer, already JSON: what stands between the executor and the socket passes it on. */
export class PreparedData {
  readonly text: string;
  #alone: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** A whole answer that has nothing else; the same string for all who share it, put together once. */
  get alone(): string {
    this.#alone ??= `{"data":${this.text}}\n`;
    return this.#alone;
  }

  /** For whoever needs to look into it. */
  parse(): unknown {
    return JSON.parse(this.text);
  }

  /** For `JSON.stringify`, where the text cannot be taken as it is. */
  toJSON(): unknown {
    return this.parse();
  }
}

/** Apollo Server's `stringifyResult`: takes the text of prepared data as it is. */
export function stringifyResult(result: FormattedExecutionResult): string {
  const { data, ...rest } = result as { data?: unknown };
  if (!(data instanceof PreparedData)) return `${JSON.stringify(result)}\n`;
  const others = JSON.stringify(rest);
  return others === '{}' ? data.alone : `{"data":${data.text},${others.slice(1)}\n`;
}
