/**
 * Opens a record for writing, in one tab at a time. Answers how to let go of it, or null while another tab has it.
 * Where the browser has no locks there is one tab at a time on a phone, and the chain of own edits holds anyway.
 */
export function holdRecord(record: string): Promise<(() => void) | null> {
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    navigator.locks
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
