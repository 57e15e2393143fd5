import type { Draft, Summary } from '../device/types';
import type { Voice } from '../words';
import { chips, type Chip } from './chips';
import { said } from './labels';
import type { Forms } from './summary';

/** One line of a list, in words. */
export interface Line {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly chips: readonly Chip[];
}

/** What a form is called for this reader. */
export function formTitle(forms: Forms, form: string, language: string): string {
  return said(forms.get(form)?.units.title, language, form);
}

/** A record as its line says it. */
export function line(summary: Summary, forms: Forms, voice: Voice): Line {
  const day = summary.at > 0 ? voice.day(summary.at) : null;
  const parts = [formTitle(forms, summary.form, voice.language), day, summary.author, summary.number];
  return {
    id: summary.id,
    title: summary.title || voice.words.today.untitled,
    subtitle: parts.filter(Boolean).join(' · '),
    chips: chips(summary, voice.words),
  };
}

/** A draft as its line says it. */
export function draftLine(draft: Draft, forms: Forms, { words, language, ago }: Voice): Line {
  return {
    id: draft.record,
    title: draft.title || words.today.untitled,
    subtitle: `${formTitle(forms, draft.form, language)} · ${words.today.saved(ago(draft.saved_at))}`,
    chips: [{ tone: 'note', text: words.state.draft }],
  };
}

/** What somebody was asked about stands first; the rest stays as it is. */
export function askedFirst(summaries: readonly Summary[], name: string | null): readonly Summary[] {
  const asked = (one: Summary): boolean => one.review === 'returned' && one.author === name;
  return [...summaries.filter(asked), ...summaries.filter((one) => !asked(one))];
}

/** The records whose place, form, person or number has all these words. */
export function matching(
  summaries: readonly Summary[],
  text: string,
  titleOf: (form: string) => string,
): readonly Summary[] {
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return summaries;
  return summaries.filter(({ title, form, author, number }) => {
    const hay = folded([title, titleOf(form), author, number].join(' '));
    return wanted.every((word) => hay.includes(word));
  });
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
