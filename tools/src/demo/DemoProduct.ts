import { isOperationFailed } from '../client/OperationFailed.ts';
import { requireData } from '../client/sendOperation.ts';
import { waitFor } from '../client/waitFor.ts';
import { trace } from './demoQuery.ts';

const RENAME = `mutation Rename($id: ID!, $name: String!) { renameProduct(id: $id, name: $name) { id name } }`;
const OWN_NAME = `query OwnName($id: ID!) { product(id: $id) { name } }`;
const COPIED_NAME = `query CopiedName($order: ID!) { order(id: $order) { lines { product { id name } } } }`;
const LINES = `query Lines($order: ID!) { order(id: $order) { lines { product { id } } } }`;

/** One product and an order that holds it: renamed at its owner, read from the copy that orders keeps. */
export class DemoProduct {
  readonly #url: string;
  readonly #order: string;
  readonly id: string;
  readonly originalName: string;
  /** Whether the name may be another than the original one. */
  isTouched = false;

  private constructor(url: string, order: string, id: string, originalName: string) {
    this.#url = url;
    this.#order = order;
    this.id = id;
    this.originalName = originalName;
  }

  /** The first product of an order. */
  static async of(url: string, order: string): Promise<DemoProduct> {
    type Lines = { order: { lines: { product: { id: string } }[] } | null };
    const id = (await requireData<Lines>(url, { query: LINES, variables: { order } })).order?.lines[0]?.product.id;
    if (id === undefined) throw new Error(`Expected order ${order} to have a line; it has none.`);
    const { product } = await requireData<{ product: { name: string } | null }>(url, {
      query: OWN_NAME,
      variables: { id },
    });
    if (product === null) throw new Error(`Expected catalog to have product ${id} of order ${order}; it has not.`);
    return new DemoProduct(url, order, id, product.name);
  }

  /** Renames it in catalog; answers how long catalog took to commit and answer. */
  async rename(name: string): Promise<number> {
    this.isTouched = name !== this.originalName;
    const start = performance.now();
    await requireData(this.#url, { query: RENAME, variables: { id: this.id, name }, actor: 'staff:demo' });
    return performance.now() - start;
  }

  /**
   * Waits until orders shows the name, asking the orders unit alone.
   * @returns how long that took, and whether every answer came from orders alone
   * @throws OperationFailed `UNREACHABLE` or Error when it has not come within `deadlineMs`
   */
  async untilOrdersShows(
    name: string,
    deadlineMs: number,
    signal?: AbortSignal,
  ): Promise<{ ms: number; alone: boolean }> {
    type Names = { order: { lines: { product: { id: string; name: string | null } | null }[] | null } | null };
    const start = performance.now();
    let alone = true;
    let last: string | null | undefined;
    const attempt = async (): Promise<true | undefined> => {
      const { data, fetches } = await trace<Names>(this.#url, COPIED_NAME, { order: this.#order });
      alone &&= fetches?.every((service) => service === 'orders') ?? false;
      last = data?.order?.lines?.find(({ product }) => product?.id === this.id)?.product?.name;
      return last === name ? true : undefined;
    };
    await waitFor(attempt, {
      deadlineMs,
      pauseMs: 2,
      longestMs: 20,
      ...(signal === undefined ? {} : { signal }),
      isTransient: (error) => isOperationFailed(error, 'UNREACHABLE'),
      timedOut: () =>
        new Error(
          `Expected orders to show the name ${JSON.stringify(name)} within ${deadlineMs} ms; it shows ${JSON.stringify(last)}.`,
        ),
    });
    return { ms: performance.now() - start, alone };
  }

  /** Gives the original name back, for as long as catalog needs to answer. */
  async restore(deadlineMs: number): Promise<void> {
    if (!this.isTouched) return;
    await waitFor(async () => this.rename(this.originalName), {
      deadlineMs,
      pauseMs: 100,
      isTransient: (error) => isOperationFailed(error),
    });
  }
}
