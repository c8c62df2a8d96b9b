/** One reason why a supergraph could not be composed, and where to look. */
export type CompositionFault = {
  /** Apollo's composition code (`FIELD_TYPE_MISMATCH`, …) or one of ours: `SUPERGRAPH_YAML`, `SUBGRAPH_UNREADABLE`, `SUBGRAPH_SYNTAX`. */
  readonly code: string;
  readonly message: string;
  /** The subgraphs that disagree; empty when the fault lies in none of them. */
  readonly subgraphs: readonly string[];
  /** `file:line:column`, one for each definition that takes part. */
  readonly locations: readonly string[];
};

/** The subgraphs do not make one schema. Holds every fault that was found, not only the first. */
export class CompositionFailed extends Error {
  override readonly name = 'CompositionFailed';
  readonly faults: readonly CompositionFault[];

  constructor(faults: readonly CompositionFault[]) {
    super(`The supergraph does not compose: ${faults.length} fault(s).\n\n${faults.map(formatFault).join('\n\n')}`);
    this.faults = faults;
  }
}

function formatFault({ code, message, subgraphs, locations }: CompositionFault): string {
  const where = locations.map((location) => `\n    at ${location}`).join('');
  return `  ${code}${subgraphs.length > 0 ? ` [${subgraphs.join(', ')}]` : ''}\n    ${message.replaceAll('\n', '\n    ')}${where}`;
}
