const LONGEST = 140; // characters

/** How a text begins, in one line: whole words where there are any, and an ellipsis where something is left out. */
export function excerptOf(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const characters = [...line];
  if (characters.length <= LONGEST) return line;
  const start = characters.slice(0, LONGEST - 1).join('');
  const words = characters[LONGEST - 1] === ' ' ? start : start.replace(/ \S*$/u, '');
  return `${words.trimEnd()}…`;
}
