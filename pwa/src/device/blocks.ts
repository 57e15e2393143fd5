import type { Summary } from './types';

/** How many summaries one block holds. */
export const BLOCK = 256;

/** Summaries packed into blocks that are opened whole: ten thousand are forty reads. */
export class Blocks {
  readonly #blocks: Map<number, readonly Summary[]>;
  readonly #place: Map<string, number>;

  constructor(blocks: Iterable<readonly [number, readonly Summary[]]>) {
    this.#blocks = new Map(blocks);
    this.#place = new Map([...this.#blocks].flatMap(([key, block]) => block.map((summary) => [summary.id, key])));
  }

  /** All summaries. */
  all(): Summary[] {
    return [...this.#blocks.values()].flat();
  }

  /** The summary of one record. */
  get(id: string): Summary | undefined {
    return this.#blocks.get(this.#place.get(id) ?? -1)?.find((summary) => summary.id === id);
  }

  /** The blocks that differ once `summaries` are put in and `dropped` taken out. */
  changed(summaries: readonly Summary[], dropped: readonly string[]): Map<number, readonly Summary[]> {
    const changed = new Map<number, Map<string, Summary>>();
    const touch = (key: number): Map<string, Summary> => {
      const block = changed.get(key) ?? new Map((this.#blocks.get(key) ?? []).map((one) => [one.id, one]));
      changed.set(key, block);
      return block;
    };
    for (const id of dropped) {
      const key = this.#place.get(id);
      if (key !== undefined) touch(key).delete(id);
    }
    let open = Math.max(0, ...this.#blocks.keys());
    for (const summary of summaries) {
      const known = this.#place.get(summary.id);
      if (known === undefined && touch(open).size >= BLOCK) open += 1;
      touch(known ?? open).set(summary.id, summary);
    }
    return new Map([...changed].map(([key, block]) => [key, [...block.values()]]));
  }

  /** The same with these blocks replaced. */
  with(changed: ReadonlyMap<number, readonly Summary[]>): Blocks {
    return new Blocks(new Map([...this.#blocks, ...changed]));
  }
}
