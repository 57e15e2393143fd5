import type { FormCopy, KeptRecord } from '../device/types';
import type { Units } from '../forms/types';
import { Policies } from '../sync';
import { copy } from './copy';

/** What the versions of a form that speak in a record say of its questions, and of how its answers merge. */
export interface Spoken {
  readonly units: Units;
  readonly policies: Policies;
}

const known = new WeakMap<readonly FormCopy[], Map<string, Spoken>>();

/** What this device's copies of forms say of a record: those that it was written with, else the newest, else nothing. */
export function spoken(kept: KeptRecord, copies: readonly FormCopy[]): Spoken | null {
  const versions = versionsOf(kept);
  const ofForm = oldestFirst(kept.form, copies);
  const written = ofForm.filter((form) => versions.has(form.version));
  const used = written.length > 0 ? written : ofForm.slice(-1);
  if (used.length === 0) return null;
  const key = used.map((form) => form.version).join(' ') + ' ' + kept.form;
  const before = known.get(copies) ?? new Map<string, Spoken>();
  const found = before.get(key) ?? together(used);
  known.set(copies, before.set(key, found));
  return found;
}

/** The versions of its form that a record's first and live edits were written with: the office counts the same. */
export function versionsOf(kept: KeptRecord): ReadonlySet<string> {
  const { entry } = copy(kept);
  const first = entry.first ? [entry.first.version] : [];
  return new Set([...first, ...entry.edits.map((edit) => edit.version)]);
}

/** The newest version of a form that has all these units, so that what is said of them can be taken. */
export function fitting(id: string, units: readonly string[], copies: readonly FormCopy[]): FormCopy | null {
  const ofForm = oldestFirst(id, copies).reverse();
  const fits = (form: FormCopy): boolean => {
    const policies = Policies.fromUnits(form.units);
    return units.every((unit) => policies.knows(unit));
  };
  return ofForm.find(fits) ?? ofForm[0] ?? null;
}

function oldestFirst(id: string, copies: readonly FormCopy[]): FormCopy[] {
  return copies.filter((form) => form.id === id).sort((a, b) => (a.version < b.version ? -1 : 1));
}

function together(versions: readonly FormCopy[]): Spoken {
  const policies = Policies.together(versions.map((form) => Policies.fromUnits(form.units)));
  return { units: versions.map((form) => form.units).reduce(joined), policies };
}

/** The later version's questions, then those that only the earlier one has. */
function joined(earlier: Units, later: Units): Units {
  const choices = { ...earlier.choices };
  for (const [list, of] of Object.entries(later.choices)) choices[list] = added(of, choices[list] ?? [], 'name');
  return {
    ...later,
    units: added(later.units, earlier.units, 'path'),
    groups: added(later.groups, earlier.groups, 'path'),
    choices,
    lists: [...new Set([...later.lists, ...earlier.lists])],
  };
}

function added<Key extends string, T extends Readonly<Record<Key, unknown>>>(
  to: readonly T[],
  from: readonly T[],
  key: Key,
): T[] {
  const there = new Set(to.map((one) => one[key]));
  return [...to, ...from.filter((one) => !there.has(one[key]))];
}
