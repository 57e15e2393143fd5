import type { FormCopy, KeptRecord, Summary } from '../device/types';
import type { Edit, RecordEntry } from '../server/messages';
import { Policies, unsettled, view, type View } from '../sync';
import { copy } from './copy';
import { heading } from './labels';
import type { Spoken } from './versions';

/** The newest copy of each form, by its id. */
export type Forms = ReadonlyMap<string, FormCopy>;

/** How answers merge whose form is not here: everything is left to a person. */
export const NO_POLICIES = Policies.fromUnits({ units: [], choices: {}, groups: [] });

function begunAt(entry: RecordEntry): number {
  return entry.first ? Date.parse(entry.first.at) + entry.first.offset_ms : 0;
}

function comment(edits: readonly Edit[], seen: View): string | null {
  // The question travels with the edit that returns the record.
  const returning = edits.filter((edit) => edit.set['@review'] === 'returned');
  const units = returning.flatMap((edit) => Object.keys(edit.set)).filter((unit) => /^@comment\[[^\]]+\]$/.test(unit));
  return units.map((unit) => seen.values[unit] ?? null).find((text) => text !== null) ?? null;
}

/** The line that lists show of a record. */
export function summary(kept: KeptRecord, form: Spoken | null): Summary {
  const { entry, late } = copy(kept);
  const seen = view(entry, form?.policies ?? NO_POLICIES);
  return {
    id: kept.id,
    form: kept.form,
    scope: seen.scope ?? kept.scope,
    number: entry.number,
    title: heading(seen.values, form?.units ?? null),
    at: begunAt(entry),
    author: entry.first?.author ?? null,
    review: seen.review as Summary['review'],
    question: seen.review === 'returned' ? comment(entry.edits, seen) : null,
    unsettled: unsettled(seen),
    held: entry.held + late.length,
    unsent: kept.own.length,
    refused: kept.refused.length,
    deleted: seen.deleted,
    restricted: entry.restricted || seen.restricted,
  };
}

/** The newest version of every form. */
export function newestForms(forms: readonly FormCopy[]): Forms {
  const found = new Map<string, FormCopy>();
  for (const form of forms) if (form.version > (found.get(form.id)?.version ?? '')) found.set(form.id, form);
  return found;
}
