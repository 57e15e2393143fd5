import type { Changes } from '../server/messages';
import type { Voice } from '../words';
import { writerOf, writtenAt, type OpenRecord } from './record';
import { writing, type Me, type Writing } from './writing';

/** A comment as it is shown. */
export interface Remark {
  readonly key: string;
  readonly text: string;
  readonly about: string | null;
  readonly at: number;
  readonly writing: Writing | null;
}

const COMMENT = /^@comment\[[^\]]+\]$/;

/** The comments of a record, the earliest first. */
export function remarks(open: OpenRecord, me: Me, voice: Voice): Remark[] {
  const units = Object.keys(open.view.values).filter((unit) => COMMENT.test(unit));
  const found = units.map((unit): Remark => {
    const edit = writerOf(open, unit);
    return {
      key: unit,
      text: open.view.values[unit]!,
      about: open.view.values[`${unit}/about`] ?? null,
      at: edit ? writtenAt(edit) : 0,
      writing: edit ? writing(edit, me, voice) : null,
    };
  });
  return found.sort((a, b) => a.at - b.at);
}

/** What a new comment changes. */
export function remark(text: string, about: string | null, id: string): Changes {
  const unit = `@comment[${id}]`;
  return about ? { [unit]: text, [`${unit}/about`]: about } : { [unit]: text };
}
