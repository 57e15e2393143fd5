import type { KeptRecord, Refused } from '../device/types';
import type { Edit, Have, RecordEntry } from '../server/messages';
import { apply, join, standing } from '../sync';

/** A record as this device shows it, and the own edits that wait for an earlier change. */
export interface Copy {
  readonly entry: RecordEntry;
  readonly late: readonly Edit[];
}

function begun(kept: KeptRecord): RecordEntry {
  const first = kept.own.find((edit) => Object.keys(edit.seen).length === 0);
  return {
    id: kept.id,
    form: kept.form,
    number: null,
    restricted: false,
    have: {},
    edits: [],
    held: 0,
    first: first
      ? {
          replica: first.replica,
          n: first.n,
          author: first.author ?? null,
          version: first.version,
          scope: first.scope,
          parent: first.parent,
          at: first.at,
          offset_ms: first.offset_ms,
          received_at: null,
        }
      : null,
  };
}

// A kept record never changes, and its line, its page and its form all ask for the same copy.
const made = new WeakMap<KeptRecord, Copy>();

/** The office's copy with the own edits that it lacks put on top. */
export function copy(kept: KeptRecord): Copy {
  const found = made.get(kept) ?? put(kept);
  made.set(kept, found);
  return found;
}

function put(kept: KeptRecord): Copy {
  const late: Edit[] = [];
  let entry = kept.office ?? begun(kept);
  if (!entry.first) entry = { ...entry, first: begun(kept).first };
  for (const edit of kept.own) {
    const is = standing(entry, edit);
    if (is === 'ready') entry = { ...entry, ...apply(entry, edit) };
    if (is === 'held' || is === 'broken_chain') late.push(edit);
  }
  return { entry, late };
}

/** Joins an entry that arrived: a unit that it does not name stays as it was. */
export function joined(mine: RecordEntry | null, arrived: RecordEntry): RecordEntry {
  return mine ? { ...arrived, ...join(mine, arrived), first: arrived.first ?? mine.first } : arrived;
}

/** A kept record without the own edits that the office's copy now holds. */
export function caughtUp(kept: KeptRecord): KeptRecord {
  const have: Have = kept.office?.have ?? {};
  return { ...kept, own: kept.own.filter((edit) => edit.n > (have[edit.replica] ?? 0)) };
}

/** A kept record without an own edit that was not taken; it is told apart, with the reason. */
export function refused(kept: KeptRecord, refusal: Refused): KeptRecord {
  const others = kept.refused.filter((one) => one.n !== refusal.n);
  return { ...kept, own: kept.own.filter((edit) => edit.n !== refusal.n), refused: [...others, refusal] };
}

/** What the next own edit of this record has seen: what was on the screen, and its own latest. */
export function seenBy(kept: KeptRecord | null, replica: string, shown: Have): Have {
  const { [replica]: _, ...others } = shown;
  const own = Math.max(
    0,
    kept?.office?.have[replica] ?? 0,
    ...(kept?.own ?? []).filter(mine(replica)).map((edit) => edit.n),
  );
  return own > 0 ? { ...others, [replica]: own } : others;
}

function mine(replica: string): (edit: Edit) => boolean {
  return (edit) => edit.replica === replica;
}
