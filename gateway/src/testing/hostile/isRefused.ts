import { parseJson } from '../../subgraphs/parseJson.ts';
import type { HostileAnswer } from './sendHostile.ts';

/** Whether an answer is a 4xx, or one whose every error has a code that says whose fault it is. */
export function isRefused({ status, text }: HostileAnswer): boolean {
  if (status >= 400 && status < 500) return !text.includes('INTERNAL_SERVER_ERROR');
  if (status !== 200) return false;
  const { errors = [] } = (parseJson(text) ?? {}) as { errors?: { extensions?: { code?: string } }[] };
  const codes = errors.map(({ extensions }) => extensions?.code);
  return codes.length > 0 && codes.every((code) => code !== undefined && code !== 'INTERNAL_SERVER_ERROR');
}
