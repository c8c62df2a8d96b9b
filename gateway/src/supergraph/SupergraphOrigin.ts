import { type WatchOptions, watchFile } from './watchFile.ts';

/** Where supergraphs come from. */
export type SupergraphOrigin = {
  /** As a message begins that is about what comes from there. */
  readonly label: string;
  /** For the log. */
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * Reports what is there, now and whenever it changes: a supergraph, or why there is none.
   * @returns a function that ends it
   */
  readonly watch: (listener: (found: { readonly text: string } | { readonly missing: string }) => void) => () => void;
};

/** A file that may not be there yet. */
export function fileOrigin(file: string, options?: WatchOptions): SupergraphOrigin {
  const label = `The supergraph file ${file}`;
  const missing = `${label} is not there. Run \`npm run compose\`, or name another.`;
  const watch: SupergraphOrigin['watch'] = (listener) =>
    watchFile(file, (text) => listener(text === undefined ? { missing } : { text }), options);
  return { label, attributes: { file }, watch };
}
