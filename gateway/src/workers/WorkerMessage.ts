/** A worker asks for the metrics of all. */
export type MetricsRequest = { readonly kind: 'wellspring:metrics?'; readonly id: number };

/** What it gets. */
export type MetricsAnswer = { readonly kind: 'wellspring:metrics'; readonly id: number } & (
  | { readonly text: string }
  | { readonly failed: string }
);

export function isMetricsRequest(message: unknown): message is MetricsRequest {
  return (message as Partial<MetricsRequest> | null)?.kind === 'wellspring:metrics?';
}

export function isMetricsAnswer(message: unknown): message is MetricsAnswer {
  return (message as Partial<MetricsAnswer> | null)?.kind === 'wellspring:metrics';
}
