import { Blocks } from './blocks';
import { Database, Outdated } from './database';
import { Locked, unsealed, type Sealing } from './seal';
import type { Draft, FormCopy, Kept, KeptRecord, ListCopy, Meta, OwnEdit, Summary, Writes } from './types';
import { EMPTY_META } from './types';
import { Vault } from './vault';
import { STORES } from './versions';
import { blocksChanged, formKey, listKey, placed } from './writes';

/** Names under which browsers say that the disk is full. */
const FULL = ['QuotaExceededError', 'UnknownError', 'AbortError'];

/** What an update wants written, and what it answers. */
export interface Plan<T> {
  readonly writes: Writes;
  readonly result: T;
}

/** Everything this device keeps. Nothing else in the app touches the database. */
export class Device {
  readonly #database: Database;
  readonly #vault: Vault;
  #blocks: { readonly generation: number; readonly blocks: Blocks } | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(name = 'baraza', sealing: Sealing = unsealed, onblocked?: () => void) {
    this.#database = new Database(name, onblocked);
    this.#vault = new Vault(this.#database, sealing);
  }

  /** Everything about the device itself. */
  meta(): Promise<Kept<Meta>> {
    return this.#kept(async () => {
      const found = await this.#vault.all(STORES.meta);
      return { ...EMPTY_META, ...(Object.fromEntries(found) as Partial<Meta>) };
    });
  }

  /** These records, without those that are not here. */
  records(ids: readonly string[]): Promise<Kept<KeptRecord[]>> {
    return this.#kept(async () => (await this.#vault.read(STORES.records, ids)).filter(Boolean) as KeptRecord[]);
  }

  /** Every record. */
  allRecords(): Promise<Kept<KeptRecord[]>> {
    return this.#kept(async () => values<KeptRecord>(await this.#vault.all(STORES.records)));
  }

  /** One line for each record. */
  summaries(): Promise<Kept<Summary[]>> {
    return this.#kept(async () => (await this.#openBlocks(await this.#vault.generation())).all());
  }

  /** The edits of one own replica above `n`, in order. */
  edits(replica: string, above = 0): Promise<Kept<OwnEdit[]>> {
    const range = IDBKeyRange.bound([replica, above], [replica, Infinity], true);
    return this.#kept(async () => values<OwnEdit>(await this.#vault.all(STORES.edits, range)));
  }

  /** What is being typed, the latest first. */
  drafts(): Promise<Kept<Draft[]>> {
    return this.#kept(async () =>
      values<Draft>(await this.#vault.all(STORES.drafts)).sort((a, b) => b.saved_at - a.saved_at),
    );
  }

  /** One draft, or null. */
  draft(record: string): Promise<Kept<Draft | null>> {
    return this.#kept(async () => ((await this.#vault.read(STORES.drafts, [record]))[0] ?? null) as Draft | null);
  }

  /** Keeps a draft at once: no other write can be in its way. */
  keepDraft(draft: Draft): Promise<Kept<null>> {
    return this.#kept(async () => {
      await this.#vault.put([{ store: STORES.drafts, key: draft.record, value: draft }]);
      return null;
    });
  }

  /** Throws a draft away. */
  dropDraft(record: string): Promise<Kept<null>> {
    return this.#kept(async () => {
      await this.#vault.put([{ store: STORES.drafts, key: record }]);
      return null;
    });
  }

  /** Every form that is kept, each version for itself. */
  forms(): Promise<Kept<FormCopy[]>> {
    return this.#kept(async () =>
      (await this.#vault.all(STORES.published))
        .filter(([key]) => String(key).startsWith('form '))
        .map(([, form]) => form as FormCopy),
    );
  }

  /** One version of a form, or null. */
  form(id: string, version: string): Promise<Kept<FormCopy | null>> {
    return this.#kept(
      async () => ((await this.#vault.read(STORES.published, [formKey(id, version)]))[0] ?? null) as FormCopy | null,
    );
  }

  /** Every list that is kept. */
  lists(): Promise<Kept<ListCopy[]>> {
    return this.#kept(async () =>
      (await this.#vault.all(STORES.published))
        .filter(([key]) => String(key).startsWith('list '))
        .map(([, list]) => list as ListCopy),
    );
  }

  /** One list, or null. */
  list(name: string): Promise<Kept<ListCopy | null>> {
    return this.#kept(
      async () => ((await this.#vault.read(STORES.published, [listKey(name)]))[0] ?? null) as ListCopy | null,
    );
  }

  /** Reads, decides and writes as one: `plan` runs again when somebody wrote meanwhile. */
  update<T>(plan: () => Promise<Plan<T>>): Promise<Kept<T>> {
    const turn = this.#queue.then(() => this.#kept(() => this.#update(plan)));
    this.#queue = turn;
    return turn;
  }

  /** Forgets everything. */
  destroy(): Promise<Kept<null>> {
    return this.#kept(async () => {
      await this.#database.destroy();
      this.#blocks = null;
      return null;
    });
  }

  /** Closes the database. */
  close(): Promise<void> {
    return this.#database.close();
  }

  async #update<T>(plan: () => Promise<Plan<T>>): Promise<T> {
    for (;;) {
      const generation = await this.#vault.generation();
      const { writes, result } = await plan();
      const blocks = await this.#openBlocks(generation);
      const changed = blocksChanged(blocks, writes);
      if (await this.#vault.commit(generation, placed(writes, changed))) {
        this.#blocks = { generation: generation + 1, blocks: blocks.with(changed) };
        return result;
      }
    }
  }

  async #openBlocks(generation: number): Promise<Blocks> {
    if (this.#blocks?.generation !== generation) {
      const found = (await this.#vault.all(STORES.summaries)) as [number, Summary[]][];
      this.#blocks = { generation, blocks: new Blocks(found) };
    }
    return this.#blocks.blocks;
  }

  async #kept<T>(work: () => Promise<T>): Promise<Kept<T>> {
    try {
      return { is: 'done', data: await work() };
    } catch (error) {
      return trouble(error);
    }
  }
}

function values<T>(found: readonly (readonly [unknown, unknown])[]): T[] {
  return found.map(([, value]) => value as T);
}

function trouble(error: unknown): Exclude<Kept<never>, { is: 'done' }> {
  if (error instanceof Locked) return { is: 'locked' };
  if (error instanceof Outdated) return { is: 'outdated' };
  if (error instanceof DOMException && FULL.includes(error.name)) return { is: 'full' };
  return { is: 'failed', reason: error instanceof Error ? error.message : String(error) };
}
