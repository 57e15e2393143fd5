/** Why a form cannot be finished yet. */
import type { EngineRoot } from './engine-types';
import { pageOf, type Page } from './pages';
import { entriesAround } from './paths';
import { isTooLong } from './text';
import { leaves, type Leaf, type Orders } from './tree';
import type { Violation } from './types';

export interface ViolationWords {
  readonly needed: string;
  readonly wrong: string;
  readonly tooLong: string;
}

export interface Checking {
  readonly root: EngineRoot;
  readonly orders: Orders;
  readonly pages: readonly Page[];
  /** Entries that nobody filled: they need not be complete. */
  readonly blank: ReadonlySet<string>;
  /** Answers that are stored and not on offer here: they are not asked for again. */
  readonly sleeping: ReadonlySet<string>;
  readonly words: ViolationWords;
}

/** What is wrong with one answer, in words; null when nothing is. */
export function complaint({ node }: Pick<Leaf, 'node'>, words: ViolationWords): string | null {
  if (!node.currentState.relevant) return null;
  if (isTooLong(node.currentState.instanceValue)) return words.tooLong;
  const violation = node.validationState.violation;
  if (!violation) return null;
  return violation.message?.asString || (violation.condition === 'required' ? words.needed : words.wrong);
}

/** Every answer that needs attention, in the order of the form. */
export function violations({ root, orders, pages, blank, sleeping, words }: Checking): Violation[] {
  const found: Violation[] = [];
  for (const { unit, node } of leaves(root, orders)) {
    const message = node.nodeType === 'model-value' ? null : complaint({ node }, words);
    if (message === null || sleeping.has(unit) || entriesAround(unit).some((entry) => blank.has(entry))) continue;
    found.push({ page: pageOf(unit, pages), unit, message });
  }
  return found;
}
