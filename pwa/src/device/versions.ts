import type { IDBPDatabase } from 'idb';

export type Store = 's1' | 's2' | 's3' | 's4' | 's5' | 's6';

/** What the stores hold; their names say nothing to who finds the phone. */
export const STORES = {
  records: 's1',
  edits: 's2',
  drafts: 's3',
  published: 's4',
  meta: 's5',
  summaries: 's6',
} as const;

/** Each version of the database is one function that is never edited afterwards. */
export const VERSIONS: readonly ((database: IDBPDatabase) => void)[] = [version1];

function version1(database: IDBPDatabase): void {
  for (const store of ['s1', 's2', 's3', 's4', 's5', 's6']) database.createObjectStore(store);
}
