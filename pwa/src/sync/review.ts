/** How far a record's review has come is computed from what was said and seen, never stored. */
import { editId, sees, type Edit } from './edits';
import type { Heads } from './merge';
import { isAnswer, isDeletion } from './paths';
import type { Policies } from './policies';
import { settle } from './settle';

export type Review = 'received' | 'returned' | 'answered' | 'approved' | 'changed';

/** The state of a record's review, in one word. */
export function review(heads: Heads, policies: Policies): Review {
  const said = heads.get('@review') ?? [];
  const value = settle('@review', said, policies).value;
  const deciding = said.filter((head) => head.set['@review'] === value);
  if (value === 'returned') return isAnswered(heads, deciding) ? 'answered' : 'returned';
  if (value === 'approved') return isWhole(heads, deciding) ? 'approved' : 'changed';
  return 'received';
}

/** Whether each returning edit was seen by an answer, or by the removal of an entry, in another edit. */
function isAnswered(heads: Heads, returning: readonly Edit[]): boolean {
  const answers = editsOf(heads, (unit) => isAnswer(unit) || (isDeletion(unit) && unit !== '@deleted'));
  return returning.every((one) => answers.some((answer) => editId(answer) !== editId(one) && sees(answer, one)));
}

/** Whether one approving edit has seen every answer and every deletion. */
function isWhole(heads: Heads, approving: readonly Edit[]): boolean {
  const content = editsOf(heads, (unit) => isAnswer(unit) || isDeletion(unit));
  return approving.some((one) => content.every((head) => sees(one, head)));
}

/** The edits that are a head of one of the units. */
function editsOf(heads: Heads, counts: (unit: string) => boolean): readonly Edit[] {
  const found = new Map<string, Edit>();
  for (const [unit, tips] of heads) if (counts(unit)) tips.forEach((tip) => found.set(editId(tip), tip));
  return [...found.values()];
}
