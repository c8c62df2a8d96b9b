import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

/** Everything that set-up and the running platform write: git-ignored, safe to delete while nothing runs. */
export const STATE: string = join(ROOT, '.wellspring');
