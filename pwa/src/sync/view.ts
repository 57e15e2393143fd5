/** What a record shows: the same on every node that has the same edits. */
import { deletions, enclose, hide, ofRecord, type Deletions } from './deletions';
import type { Edit } from './edits';
import { heads, type Snapshot } from './merge';
import { byCodePoint } from './order';
import { isDeletion } from './paths';
import type { Policies } from './policies';
import { review, type Review } from './review';
import { settle, type Difference } from './settle';
import { stale } from './stale';

export type ConflictKind = 'value' | 'delete' | 'rule' | 'merged';

/** One of the answers in a conflict; in a `delete` one each has its own unit. */
export interface ConflictHead {
  readonly unit: string;
  readonly value: string | null;
  readonly edit: Edit;
}

/** A unit whose heads differ, the one that is shown first. */
export interface Conflict {
  readonly unit: string;
  readonly kind: ConflictKind;
  readonly heads: readonly ConflictHead[];
}

/** A record as people see it; cleared units and those of removed instances are absent from `values`. */
export interface View {
  readonly values: Readonly<Record<string, string>>;
  readonly conflicts: readonly Conflict[];
  readonly stale: readonly string[];
  readonly review: Review;
  readonly deleted: boolean;
  readonly scope: string | null;
  readonly restricted: boolean;
}

/** What the record shows under a form's policies; `scope` is null where `@scope` never moved it. */
export function view(record: Snapshot, policies: Policies): View {
  const tips = heads(record);
  const removals = deletions(tips);
  const values: [string, string][] = [];
  const conflicts: Conflict[] = [];
  for (const unit of [...tips.keys()].sort(byCodePoint)) {
    const own = tips.get(unit) ?? [];
    const { value, difference } = settle(unit, own, policies);
    if (value !== null && !hide(removals, unit)) values.push([unit, value]);
    const conflict = conflictOf(unit, own, difference, removals);
    if (conflict !== null) conflicts.push(conflict);
  }
  const shown = new Map(values);
  return {
    values: Object.fromEntries(values),
    conflicts,
    stale: stale(tips, policies).filter((unit) => !hide(removals, unit)),
    review: review(tips, policies),
    deleted: ofRecord(removals),
    scope: shown.get('@scope') ?? null,
    restricted: shown.get('@restricted') === 'true',
  };
}

/** How many conflicts wait for a person. */
export function unsettled(shown: View): number {
  return shown.conflicts.filter((conflict) => conflict.kind !== 'merged').length;
}

/** The unit's conflict, if it has one; what lies in something removed was settled by its removal. */
function conflictOf(
  unit: string,
  tips: readonly Edit[],
  difference: Difference | null,
  removals: Deletions,
): Conflict | null {
  const head = (own: string, edit: Edit): ConflictHead => ({ unit: own, value: edit.set[own] ?? null, edit });
  const contradicted = removals.contradicted.get(unit);
  if (contradicted) return { unit, kind: 'delete', heads: contradicted.map(([own, edit]) => head(own, edit)) };
  if (difference === null || isDeletion(unit)) return null;
  const kind = enclose(removals, unit) ? 'merged' : difference;
  return { unit, kind, heads: tips.map((tip) => head(unit, tip)) };
}
