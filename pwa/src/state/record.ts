import type { FormCopy, KeptRecord } from '../device/types';
import type { Values } from '../forms/types';
import type { Changes, Edit, Have } from '../server/messages';
import { view, type View } from '../sync';
import { copy } from './copy';
import type { Intent } from './edits';
import { NO_POLICIES } from './summary';
import type { Spoken } from './versions';

/** A record opened: what it shows, and what it had seen when it was opened. */
export interface OpenRecord {
  readonly kept: KeptRecord;
  readonly view: View;
  readonly edits: readonly Edit[];
  readonly have: Have;
  readonly late: number;
  readonly version: string;
  readonly parent: string | null;
  readonly scope: string;
  readonly author: string | null;
  readonly number: string | null;
  readonly held: number;
  readonly restricted: boolean;
}

/** A record as it is on this device. */
export function opened(kept: KeptRecord, form: Spoken | null): OpenRecord {
  const { entry, late } = copy(kept);
  const seen = view(entry, form?.policies ?? NO_POLICIES);
  return {
    kept,
    view: seen,
    edits: entry.edits,
    have: entry.have,
    late: late.length,
    version: entry.first?.version ?? form?.units.version ?? '',
    parent: entry.first?.parent ?? null,
    scope: seen.scope ?? entry.first?.scope ?? kept.scope,
    author: entry.first?.author ?? null,
    number: entry.number,
    held: entry.held,
    restricted: entry.restricted || seen.restricted,
  };
}

/** Only the answers: what a form is filled with. */
export function answers(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([unit]) => !unit.startsWith('@') && !unit.endsWith('/@deleted')),
  );
}

/** The edit that says this about an open record. */
export function change(record: OpenRecord, form: FormCopy | null, set: Changes, was: Changes = {}): Intent {
  // Typing on a deleted record never decides by itself that it lives again.
  const still = record.view.deleted && !('@deleted' in set) ? { '@deleted': 'true' } : {};
  return {
    record: record.kept.id,
    form: record.kept.form,
    version: form?.version ?? record.version,
    scope: record.scope,
    parent: record.parent,
    seen: record.have,
    set: { ...set, ...still },
    was,
  };
}

/** The edit whose answer a unit shows, or undefined. */
export function writerOf(record: OpenRecord, unit: string): Edit | undefined {
  const shown = record.view.values[unit] ?? null;
  const heads = record.edits.filter((edit) => unit in edit.set);
  return [...heads].sort(latestFirst).find((edit) => edit.set[unit] === shown) ?? heads[0];
}

/** When an edit was written, by the office's clock. */
export function writtenAt(edit: Edit): number {
  return Date.parse(edit.at) + edit.offset_ms;
}

function latestFirst(a: Edit, b: Edit): number {
  return writtenAt(b) - writtenAt(a);
}
