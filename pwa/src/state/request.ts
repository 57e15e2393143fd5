import type { FormCopy, ListCopy, Meta, OwnEdit, ServerKept } from '../device/types';
import type { Edit, SyncRequest } from '../server/messages';
import { outgoing } from './edits';

const MOST_EDITS = 500;
const MOST_BYTES = 900_000;
const BUDGET = 524_288;

export const NO_SERVER: ServerKept = { ack: 0, safe: 0, scopes: {}, pending: {}, checked_at: 0 };

/** What is kept of the server that was met last. */
export function serverOf(meta: Meta): ServerKept {
  return meta.servers[meta.server ?? ''] ?? NO_SERVER;
}

/** The edits of one request: as many as fit, in order, none twice. `most` is halved when a server says too large. */
export function batch(edits: readonly OwnEdit[], most = MOST_EDITS): Edit[] {
  const found: Edit[] = [];
  let bytes = 0;
  for (const { edit } of edits.slice(0, most)) {
    const said = outgoing(edit);
    bytes += JSON.stringify(said).length * 1.2;
    if (found.length > 0 && bytes > MOST_BYTES) break;
    found.push(said);
  }
  return found;
}

/** The numbers after `ack` that this device no longer keeps, in pairs. */
export function lost(ack: number, last: number, kept: readonly OwnEdit[]): [number, number][] {
  const pairs: [number, number][] = [];
  let next = ack + 1;
  for (const n of [...kept.map((edit) => edit.n), last + 1]) {
    if (n > next) pairs.push([next, n - 1]);
    next = Math.max(next, n + 1);
  }
  return pairs;
}

/** Everything that one request says. */
export function request(
  meta: Meta,
  queue: readonly OwnEdit[],
  known: { forms: readonly FormCopy[]; lists: readonly ListCopy[] },
  options: { now: number; most?: number | undefined },
): SyncRequest {
  const server = serverOf(meta);
  const replica = meta.replica!;
  const edits = batch(queue, options.most);
  const scopes = Object.entries(server.scopes).map(([name, { epoch, cursor, mark, grant }]) => {
    return [name, { epoch, cursor, mark, grant }] as const;
  });
  return {
    protocol: 1,
    replica: replica.id,
    clock: new Date(options.now).toISOString(),
    edits,
    lost: lost(server.ack, replica.n, queue),
    scopes: Object.fromEntries(scopes),
    forms: newest(known.forms),
    lists: Object.fromEntries(known.lists.map((list) => [list.name, list.digest])),
    pending: server.pending,
    waiting: queue.length - edits.length,
    budget: BUDGET,
  };
}

function newest(forms: readonly FormCopy[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const form of forms) if (form.version > (found[form.id] ?? '')) found[form.id] = form.version;
  return found;
}
