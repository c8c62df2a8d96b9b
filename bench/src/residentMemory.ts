/**
 * The resident memory of a unit or a gateway now, in MB, as its `/metrics` says.
 * @param origin for example `http://127.0.0.1:4000`
 * @throws Error when it does not answer
 */
export async function residentMemory(origin: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const [, bytes = '0'] = /^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)/m.exec(text) ?? [];
  return Number(bytes) / 2 ** 20;
}
