import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What tests look at in a service of docker-compose.yml. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

/**
 * The services of the project's docker-compose.yml, with `<<` merged and each `${NAME:-default}` read as its default, as
 * `docker compose` does with no variable set.
 */
export function readCompose(root: string): Readonly<Record<string, ComposeService>> {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const { services } = parse(text.replaceAll(/\$\{[A-Z0-9_]+:-([^}]*)\}/g, '$1'), { merge: true }) as {
    services: Record<string, ComposeService>;
  };
  for (const service of Object.values(services)) {
    const { environment } = service as { environment?: Record<string, unknown> };
    // An empty default is an empty text: `docker compose` puts it in after reading the file.
    for (const [name, value] of Object.entries(environment ?? {}))
      (environment as Record<string, string>)[name] = String(value ?? '');
  }
  return services;
}
