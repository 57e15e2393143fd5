/** The browser's locks; null where it has none, as on a page without HTTPS. */
export function locks(): LockManager | null {
  if (typeof navigator === 'undefined') return null;
  return (navigator as { locks?: LockManager | null }).locks ?? null;
}

/**
 * Opens a record for writing, in one tab at a time. Answers how to let go of it, or null while another tab has it.
 * Where the browser has no locks there is one tab at a time on a phone, and the chain of own edits holds anyway.
 */
export function holdRecord(record: string): Promise<(() => void) | null> {
  const shared = locks();
  if (!shared) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    shared
      .request(`record ${record}`, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(reject);
  });
}
