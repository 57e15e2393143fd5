/** A deletion counts when it had seen everything it removes; else it is a conflict, and nothing disappears. */
import { editId, greatestFirst, sees, type Edit } from './edits';
import type { Heads } from './merge';
import { byCodePoint } from './order';
import { instance, instances, isDeletion } from './paths';

const RECORD = '';

/** A head, and the unit of which it is one. */
export type Said = readonly [unit: string, edit: Edit];

/** What is removed, and the deletions that somebody contradicts: unit → the heads, each with its own unit. */
export interface Deletions {
  readonly removed: ReadonlySet<string>;
  readonly contradicted: ReadonlyMap<string, readonly Said[]>;
}

/** Whether the record itself is removed. */
export function ofRecord(deletions: Deletions): boolean {
  return deletions.removed.has(RECORD);
}

/** Whether the unit lies in an instance that is removed. */
export function hide(deletions: Deletions, unit: string): boolean {
  return deletions.removed.size > 0 && instances(unit).some((place) => deletions.removed.has(place));
}

/** Whether the unit lies in a removed instance or record, so that its deletion settled what it says. */
export function enclose(deletions: Deletions, unit: string): boolean {
  return ofRecord(deletions) || hide(deletions, unit);
}

/** What the deletions among a record's heads come to; the outer ones are judged first. */
export function deletions(heads: Heads): Deletions {
  const said = [...heads.keys()].filter((unit) => isDeletion(unit) && deleting(unit, heads).length > 0).sort(byDepth);
  const inside = contents(heads, new Set(said.map(target)));
  const removed = new Set<string>();
  const contradicted = new Map<string, readonly Said[]>();
  for (const unit of said) {
    const tips = heads.get(unit) ?? [];
    const against = contradicting(unit, heads, inside.get(target(unit)) ?? []);
    const around = [RECORD, ...instances(unit).slice(0, -1)].filter((place) => place !== target(unit));
    if (against.length === 0 && deleting(unit, heads).length === tips.length) removed.add(target(unit));
    else if (!around.some((place) => removed.has(place))) {
      contradicted.set(unit, [...tips.map((tip): Said => [unit, tip]), ...against]);
    }
  }
  return { removed, contradicted };
}

/** How far inside the record deletions act. */
function byDepth(one: string, other: string): number {
  return instances(one).length - instances(other).length || byCodePoint(one, other);
}

/** What a `@deleted` unit removes: the instance, or the record. */
function target(unit: string): string {
  return instance(unit) ?? RECORD;
}

/** The heads of a `@deleted` unit that delete. */
function deleting(unit: string, heads: Heads): readonly Edit[] {
  return (heads.get(unit) ?? []).filter((head) => head.set[unit] === 'true');
}

/** The units inside each of the places that somebody deleted. */
function contents(heads: Heads, targets: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const inside = new Map([...targets].map((place): [string, string[]] => [place, []]));
  for (const unit of targets.size > 0 ? heads.keys() : []) {
    for (const place of [RECORD, ...instances(unit)]) inside.get(place)?.push(unit);
  }
  return inside;
}

/** The heads inside that a deletion had not seen, of edits that had not seen it and do not delete the same. */
function contradicting(unit: string, heads: Heads, inside: readonly string[]): readonly Said[] {
  const deletes = deleting(unit, heads);
  const agreeing = new Set(deletes.map(editId));
  const against = new Map<string, { edit: Edit; units: string[] } | null>();
  for (const other of inside) {
    for (const head of other === unit ? [] : (heads.get(other) ?? [])) {
      const key = editId(head);
      if (!against.has(key)) {
        const contradicts = !agreeing.has(key) && deletes.some((one) => concurrent(head, one));
        against.set(key, contradicts ? { edit: head, units: [] } : null);
      }
      against.get(key)?.units.push(other);
    }
  }
  const edits = [...against.values()].flatMap((one) => (one === null ? [] : [one.edit]));
  const units = (edit: Edit) => against.get(editId(edit))?.units.sort(byCodePoint) ?? [];
  return greatestFirst(edits).flatMap((edit) => units(edit).map((other): Said => [other, edit]));
}

/** Whether neither edit had seen the other. */
function concurrent(one: Edit, other: Edit): boolean {
  return !sees(one, other) && !sees(other, one);
}
