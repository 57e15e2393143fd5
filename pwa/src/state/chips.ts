import type { Kept, Summary } from '../device/types';
import type { Words } from '../words';

/** One state in plain words; the tone only repeats what the words say. */
export interface Chip {
  readonly tone: 'plain' | 'good' | 'warn' | 'bad' | 'note';
  readonly text: string;
}

/** Where a record is, and what it waits for. */
export function chips(summary: Summary, words: Words): Chip[] {
  const found: (Chip | null)[] = [
    summary.refused > 0 ? { tone: 'bad', text: words.state.refused } : null,
    summary.unsent > 0 ? { tone: 'note', text: words.state.phone } : null,
    summary.unsent === 0 && summary.refused === 0 && summary.review === 'received'
      ? { tone: 'plain', text: words.state.office }
      : null,
    summary.deleted ? { tone: 'plain', text: words.state.deleted } : null,
    summary.restricted ? { tone: 'warn', text: words.state.restricted } : null,
    summary.unsettled > 0 ? { tone: 'bad', text: words.state.differ(summary.unsettled) } : null,
    summary.held > 0 ? { tone: 'warn', text: words.state.held } : null,
    reviewChip(summary, words),
  ];
  return found.filter((chip) => chip !== null);
}

function reviewChip({ review, question }: Summary, words: Words): Chip | null {
  const { state } = words;
  if (review === 'returned') return { tone: 'warn', text: question ? state.returned_with(question) : state.returned };
  if (review === 'approved') return { tone: 'good', text: state.approved };
  if (review === 'changed') return { tone: 'warn', text: state.changed };
  if (review === 'answered') return { tone: 'note', text: state.answered };
  return null;
}

/** Why the phone did not keep something, in words. */
export function unkept(kept: Exclude<Kept<never>, { is: 'done' }>, words: Words): string {
  return kept.is === 'failed' ? words.kept.failed(kept.reason) : words.kept[kept.is];
}
