/** Runs at most `limit` of what is asked of it at a time; the others wait in line. */
export function bounded(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const line: (() => void)[] = [];
  let underWay = 0;
  return async (work) => {
    if (underWay >= limit) await new Promise<void>((resolve) => line.push(resolve));
    else underWay += 1;
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) underWay -= 1;
      else next(); // the place is handed on
    }
  };
}
