import type { Voice } from '../words';
import type { Sync } from './sync.svelte';

/** How it stands with the office, in one honest sentence. */
export function syncStatus(sync: Sync, syncedAt: number | null, { words, ago }: Voice): string {
  if (sync.running) return sync.received > 0 ? words.sync.progress(sync.received) : words.sync.busy;
  const last = syncedAt === null ? words.sync.never : words.sync.last(ago(syncedAt));
  switch (sync.why) {
    case null:
      return sync.sent ? `${words.sync.sent(sync.sent)} ${last}` : last;
    case 'offline':
      return `${words.sync.offline} ${last}.`;
    case 'other':
      return sync.detail ? words.sync.failed(sync.detail) : words.sync.other;
    default:
      return words.sync[sync.why];
  }
}
