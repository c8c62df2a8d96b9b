/** One spelling of what people take for the same text: Unicode's compatible form, in small letters. For sorting and searching. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
