import { type WatchOptions, watchFile } from './watchFile.ts';

/** Where supergraphs come from. */
export type SupergraphOrigin = {
  /** As a message begins that is about what comes from there. */
  readonly label: string;
  /** For the log. */
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * Reports what is there, now and whenever it changes.
   * @returns a function that ends it
   */
  readonly watch: (listener: (found: Found) => void) => () => void;
};

/** A supergraph, why there is none, or why it is not known what is there now; undefined: it is again. */
export type Found = { readonly text: string } | { readonly missing: string } | { readonly silent: string | undefined };

/** A file that may not be there yet. */
export function fileOrigin(file: string, options?: WatchOptions): SupergraphOrigin {
  const label = `The supergraph file ${file}`;
  const missing = `${label} is not there. Run \`npm run compose\`, or name another.`;
  const watch: SupergraphOrigin['watch'] = (listener) =>
    watchFile(file, (text) => listener(text === undefined ? { missing } : { text }), options);
  return { label, attributes: { file }, watch };
}
