import type { HistoryEdit } from '../server/messages';
import { isReserved } from '../sync';
import type { Voice } from '../words';
import { deviceName, type Me } from './writing';

/** One save as the history tells it. */
export interface HistoryLine {
  readonly key: string;
  readonly title: string;
  readonly changes: readonly { readonly unit: string; readonly label: string; readonly text: string }[];
}

/** What the history is told with. */
export interface Narrator {
  readonly voice: Voice;
  readonly me: Me;
  /** Whether a unit is only the device's own note, such as when the form was opened. */
  readonly silent: (unit: string) => boolean;
  readonly label: (unit: string) => string;
  readonly text: (unit: string, value: string | null) => string;
}

const TOLD = /^@(review|restricted|scope|assigned|deleted)$|^@comment\[[^\]]+\]$|\/@deleted$/;

/** The history in words, the latest first. */
export function historyLines(edits: readonly HistoryEdit[], narrator: Narrator): HistoryLine[] {
  const { words, ago } = narrator.voice;
  const lines = edits.map((edit) => {
    const when = ago(Date.parse(edit.corrected ?? edit.at));
    const device = deviceName(edit.device, narrator.me, words);
    const title = `${words.history.edit(edit.author, when)}, ${device}`;
    return { key: `${edit.replica}:${edit.n}`, title, changes: changes(edit, narrator) };
  });
  return lines.reverse();
}

function changes({ set }: HistoryEdit, narrator: Narrator): HistoryLine['changes'] {
  const told = Object.entries(set).filter(([unit]) => (isReserved(unit) ? TOLD.test(unit) : !narrator.silent(unit)));
  return told.map(([unit, { value, replaced }]) => {
    const now = said(unit, value, narrator);
    const before = [...new Set(replaced.map((one) => said(unit, one.value, narrator)))];
    const text = before.length > 0 ? narrator.voice.words.history.changed(before.join(' / '), now) : now;
    return { unit, label: narrator.label(unit), text };
  });
}

function said(unit: string, value: string | null, { voice, text }: Narrator): string {
  return value === null ? voice.words.record.cleared : text(unit, value);
}
