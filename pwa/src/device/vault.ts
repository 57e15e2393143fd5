import type { Database } from './database';
import type { Sealed, Sealing } from './seal';
import type { Store } from './versions';

export type Key = string | number | [string, number];

/** A value to be written; without one the key is removed. */
export interface Write {
  readonly store: Store;
  readonly key: Key;
  readonly value?: unknown;
}

const GENERATION = 'generation';

/**
 * Sealed values, and commits that are refused when something was written meanwhile.
 * Sealing and opening happen outside of transactions: one that waits for a key would end by itself.
 */
export class Vault {
  readonly #database: Database;
  readonly #sealing: Sealing;

  constructor(database: Database, sealing: Sealing) {
    this.#database = database;
    this.#sealing = sealing;
  }

  /** How many commits there have been. */
  async generation(): Promise<number> {
    const found: unknown = await this.#database.run(['s5'], 'readonly', (transaction) =>
      transaction.objectStore('s5').get(GENERATION),
    );
    return typeof found === 'number' ? found : 0;
  }

  /** The values of these keys, undefined where there is none. */
  async read(store: Store, keys: readonly Key[]): Promise<unknown[]> {
    const rows: (Sealed | undefined)[] = await this.#database.run([store], 'readonly', (transaction) =>
      Promise.all(keys.map((key) => transaction.objectStore(store).get(key))),
    );
    return Promise.all(rows.map((row, index) => row && this.#sealing.open(row, `${store}/${keys[index]}`)));
  }

  /** Every value of a store with its key, of a range of keys when that is given. */
  async all(store: Store, range?: IDBKeyRange): Promise<[Key, unknown][]> {
    const [keys, rows] = await this.#database.run([store], 'readonly', (transaction) =>
      Promise.all([transaction.objectStore(store).getAllKeys(range), transaction.objectStore(store).getAll(range)]),
    );
    const found: [Key, unknown][] = [];
    for (const [index, key] of (keys as Key[]).entries()) {
      if (key !== GENERATION) found.push([key, await this.#sealing.open(rows[index] as Sealed, `${store}/${key}`)]);
    }
    return found;
  }

  /** Writes all or nothing; false when somebody wrote since `generation` was asked. */
  async commit(generation: number, writes: readonly Write[]): Promise<boolean> {
    const sealed = await this.#seal(writes);
    const stores = [...new Set<Store>(['s5', ...writes.map((write) => write.store)])];
    return this.#database.run(stores, 'readwrite', async (transaction) => {
      const meta = transaction.objectStore('s5');
      if (((await meta.get(GENERATION)) ?? 0) !== generation) return false;
      await Promise.all(sealed.map(([write, row]) => put(transaction.objectStore(write.store), write.key, row)));
      await meta.put!(generation + 1, GENERATION);
      return true;
    });
  }

  /** Writes what depends on nothing else, such as a draft. */
  async put(writes: readonly Write[]): Promise<void> {
    const sealed = await this.#seal(writes);
    const stores = [...new Set(writes.map((write) => write.store))];
    await this.#database.run(stores, 'readwrite', async (transaction) => {
      await Promise.all(sealed.map(([write, row]) => put(transaction.objectStore(write.store), write.key, row)));
    });
  }

  #seal(writes: readonly Write[]): Promise<[Write, Sealed | undefined][]> {
    return Promise.all(
      writes.map(async (write): Promise<[Write, Sealed | undefined]> => {
        if (write.value === undefined) return [write, undefined];
        return [write, await this.#sealing.seal(write.value, `${write.store}/${write.key}`)];
      }),
    );
  }
}

interface Writable {
  put?: (value: unknown, key: Key) => Promise<unknown>;
  delete?: (key: Key) => Promise<unknown>;
}

function put(store: unknown, key: Key, row: Sealed | undefined): Promise<unknown> {
  const writable = store as Writable;
  return row === undefined ? writable.delete!(key) : writable.put!(row, key);
}
