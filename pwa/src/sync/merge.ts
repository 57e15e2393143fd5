/**
 * The register rule: a unit's heads are the edits that no other edit, having seen them, has replaced.
 *
 * What must hold after every step, for any order, route and repetition:
 * 1. `have` covers exactly the edits that were applied, each replica's chain without a gap.
 * 2. A live edit keeps just the units in which it is still a head; an edit without one is not kept.
 * 3. A unit that was ever set has a head for ever: cleared is a head with null.
 * 4. `edits` stand in the order of (replica, n), so that equal states are equal values.
 */
import { covers, editId, greatestFirst, type Edit, type Values, type Vector } from './edits';

export type Standing = 'ready' | 'duplicate' | 'held' | 'broken_chain';

/** A record as it travels: what was applied to it, and the edits that still count. */
export interface Snapshot {
  readonly have: Vector;
  readonly edits: readonly Edit[];
}

/** The heads of each unit, the one that is shown first. */
export type Heads = ReadonlyMap<string, readonly Edit[]>;

/** A record of which nothing is applied. */
export const EMPTY: Snapshot = { have: {}, edits: [] };

/** What becomes of an edit here; a `duplicate` with another digest is a fork, which the caller tells apart. */
export function standing(record: Snapshot, edit: Edit): Standing {
  if (covers(record.have, edit)) return 'duplicate';
  const own = edit.seen[edit.replica] ?? 0;
  if (own >= edit.n || own < (record.have[edit.replica] ?? 0)) return 'broken_chain';
  const waits = Object.entries(edit.seen).some(([replica, n]) => (record.have[replica] ?? 0) < n);
  return waits ? 'held' : 'ready';
}

/** The record with one more edit, which must be ready. */
export function apply(record: Snapshot, edit: Edit): Snapshot {
  const replaced = (unit: string) => Object.hasOwn(edit.set, unit);
  const kept = record.edits.map((live) => (covers(edit.seen, live) ? without(live, replaced) : live));
  return { have: { ...record.have, [edit.replica]: edit.n }, edits: inOrder([...kept, edit]) };
}

/** The record that both snapshots tell of; a unit that a snapshot does not have, it says nothing about. */
export function join(one: Snapshot, other: Snapshot): Snapshot {
  const have: Record<string, number> = { ...one.have };
  for (const [replica, n] of Object.entries(other.have)) have[replica] = Math.max(n, have[replica] ?? 0);
  const together = new Map<string, Edit>();
  for (const edit of [...surviving(one, other), ...surviving(other, one)]) {
    const twin = together.get(editId(edit));
    together.set(editId(edit), twin === undefined ? edit : united(twin, edit));
  }
  return { have, edits: inOrder([...together.values()]) };
}

/** The heads of each unit, the one that is shown first. */
export function heads(record: Snapshot): Heads {
  const found = new Map<string, Edit[]>();
  for (const edit of greatestFirst(record.edits)) {
    for (const unit of Object.keys(edit.set)) {
      const tips = found.get(unit);
      if (tips === undefined) found.set(unit, [edit]);
      else tips.push(edit);
    }
  }
  return found;
}

/** The record's live edits, without the units in which the other side knows them replaced. */
function surviving(record: Snapshot, other: Snapshot): Edit[] {
  const theirs = new Map(other.edits.map((edit) => [editId(edit), edit.set]));
  const spoken = new Set(other.edits.flatMap((edit) => Object.keys(edit.set)));
  return record.edits.map((edit) => {
    if (!covers(other.have, edit)) return edit;
    const same = theirs.get(editId(edit)) ?? {};
    return without(edit, (unit) => spoken.has(unit) && !Object.hasOwn(same, unit));
  });
}

/** The edit, no longer a head of these units. */
function without(edit: Edit, replaced: (unit: string) => boolean): Edit {
  const kept = Object.keys(edit.set).filter((unit) => !replaced(unit));
  if (kept.length === Object.keys(edit.set).length) return edit;
  const set = pick(edit.set, kept);
  return edit.was === undefined ? { ...edit, set } : { ...edit, set, was: pick(edit.was, kept) };
}

/** Only these units of the values, where they have them. */
function pick(values: Values, units: readonly string[]): Values {
  const there = units.filter((unit) => Object.hasOwn(values, unit));
  return Object.fromEntries(there.map((unit) => [unit, values[unit] ?? null]));
}

/** One edit of which each side still had a part; who received it first says when it came. */
function united(one: Edit, other: Edit): Edit {
  const told = isToldFirst(other, one) ? other : one;
  const set = { ...one.set, ...other.set };
  if (one.was === undefined && other.was === undefined) return { ...told, set };
  return { ...told, set, was: { ...one.was, ...other.was } };
}

/** Whether a server received the edit before the other copy of it came to one. */
function isToldFirst(edit: Edit, other: Edit): boolean {
  return !!edit.received_at && (!other.received_at || edit.received_at < other.received_at);
}

/** The edits that are a head of something, in the one order that all sides write. */
function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const live = edits.filter((edit) => Object.keys(edit.set).length > 0);
  return live.sort((one, other) =>
    one.replica === other.replica ? one.n - other.n : one.replica < other.replica ? -1 : 1,
  );
}
