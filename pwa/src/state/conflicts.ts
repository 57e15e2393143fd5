import type { Conflict, ConflictHead } from '../sync';
import type { Voice } from '../words';
import { writing, type Me } from './writing';

/** One answer of a conflict, as it is shown. */
export interface Side {
  readonly key: string;
  readonly text: string;
  readonly by: string;
  readonly action: string;
  readonly choose: { readonly value: string | null } | null;
}

/** A conflict as it is shown: its answers side by side. */
export interface ConflictLine {
  readonly unit: string;
  readonly title: string;
  readonly label: string;
  readonly editable: boolean;
  readonly sides: readonly Side[];
}

/** What conflicts are told with. */
export interface Teller {
  readonly voice: Voice;
  readonly me: Me;
  readonly label: (unit: string) => string;
  readonly text: (unit: string, value: string | null) => string;
}

/** A conflict in words. */
export function conflictLine(conflict: Conflict, teller: Teller): ConflictLine {
  return conflict.kind === 'delete' ? deletion(conflict, teller) : answers(conflict, teller);
}

function answers({ unit, kind, heads }: Conflict, teller: Teller): ConflictLine {
  const { words } = teller.voice;
  const merged = kind === 'merged';
  const sides = distinct(heads).map((group): Side => {
    const value = group[0]!.value;
    const by = group.map((head) => byWhom(head, teller)).join('; ');
    const text = teller.text(unit, value);
    return { key: value ?? '\0', text, by, action: words.conflict.use, choose: merged ? null : { value } };
  });
  const title = merged ? words.conflict.merged_title : words.conflict.title;
  return { unit, title, label: teller.label(unit), editable: !unit.startsWith('@') && !merged, sides };
}

function deletion({ unit, heads }: Conflict, teller: Teller): ConflictLine {
  const { words } = teller.voice;
  const removed = heads.filter((head) => head.unit === unit && head.value === 'true');
  const changed = heads.filter((head) => head.unit !== unit || head.value !== 'true');
  const sides: Side[] = [
    {
      key: 'delete',
      text: words.conflict.deleted_by,
      by: removed.map((head) => byWhom(head, teller)).join('; '),
      action: words.conflict.delete,
      choose: { value: 'true' },
    },
    {
      key: 'keep',
      text: `${words.conflict.changed_by}: ${changed.map((head) => said(head, teller)).join(', ')}`,
      by: changed
        .map((head) => byWhom(head, teller))
        .filter(once)
        .join('; '),
      action: words.conflict.keep,
      choose: { value: null },
    },
  ];
  return { unit, title: words.conflict.delete_title, label: words.conflict.delete_lead, editable: false, sides };
}

function said({ unit, value }: ConflictHead, { label, text }: Teller): string {
  return `${label(unit)} “${text(unit, value)}”`;
}

function once(text: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(text) === index;
}

function byWhom({ edit }: ConflictHead, { voice, me }: Teller): string {
  const { name, when, device } = writing(edit, me, voice);
  return `${voice.words.record.by(name, when)} ${voice.words.record.from(device)}`;
}

function distinct(heads: readonly ConflictHead[]): ConflictHead[][] {
  const groups = new Map<string | null, ConflictHead[]>();
  for (const head of heads) groups.set(head.value, [...(groups.get(head.value) ?? []), head]);
  return [...groups.values()];
}
