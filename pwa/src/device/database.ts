import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { VERSIONS, type Store } from './versions';

/** Thrown when a newer version of the app has changed the database. */
export class Outdated extends Error {}

type Mode = 'readonly' | 'readwrite';

/** The open database; opened again by itself when the browser closes it. */
export class Database {
  readonly #name: string;
  readonly #onblocked: () => void;
  #opening: Promise<IDBPDatabase> | null = null;
  #outdated = false;

  constructor(name: string, onblocked: () => void = () => {}) {
    this.#name = name;
    this.#onblocked = onblocked;
  }

  /** Runs `work` in one transaction, and answers when it is durably committed. */
  async run<T>(
    stores: Store[],
    mode: Mode,
    work: (transaction: IDBPTransaction<unknown, Store[], Mode>) => Promise<T>,
  ) {
    const database = await this.#open();
    const transaction = database.transaction(stores, mode, { durability: 'strict' });
    // Awaited below: until then an abort must not count as nobody's rejection.
    transaction.done.catch(() => {});
    const result = await work(transaction as unknown as IDBPTransaction<unknown, Store[], Mode>);
    await transaction.done;
    return result;
  }

  /** Closes the database; the next call opens it again. */
  async close(): Promise<void> {
    const database = await this.#opening?.catch(() => null);
    this.#opening = null;
    database?.close();
  }

  /** Removes the whole database. */
  async destroy(): Promise<void> {
    await this.close();
    await deleteDB(this.#name, { blocked: this.#onblocked });
  }

  #open(): Promise<IDBPDatabase> {
    if (this.#outdated) return Promise.reject(new Outdated());
    this.#opening ??= this.#connect().catch((error: unknown) => {
      this.#opening = null;
      throw error instanceof DOMException && error.name === 'VersionError' ? new Outdated() : error;
    });
    return this.#opening;
  }

  #connect(): Promise<IDBPDatabase> {
    return openDB(this.#name, VERSIONS.length, {
      upgrade: (database, from) => VERSIONS.slice(from).forEach((version) => version(database)),
      blocked: this.#onblocked,
      blocking: (_current, wanted) => {
        // Another tab has a newer version (or removes everything): let it, and say so from now on.
        this.#outdated = wanted !== null;
        void this.close();
      },
      terminated: () => {
        this.#opening = null;
      },
    });
  }
}
