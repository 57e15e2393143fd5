/** All answers of an open form by unit, those that are hidden just now too. */
import type { EngineNode } from './engine-types';
import { coarsened } from './geo';
import { template } from './paths';
import { tidy } from './text';
import { leaves, RID, type Leaf, type Orders } from './tree';
import type { Unit, Units, Values } from './types';

export interface Answer {
  /** The lexical value; empty when unanswered. Of a hidden question: what it last held. */
  readonly value: string;
  readonly shown: boolean;
  /** A choice that is on offer no longer, because of another answer: it comes back when the offer does. */
  readonly asleep?: string;
}

export type Answers = ReadonlyMap<string, Answer>;

/** What a form's units say, found by question. */
export class Questions {
  readonly #units: ReadonlyMap<string, Unit>;

  constructor(units: Units) {
    this.#units = new Map(units.units.map((unit) => [unit.path, unit]));
  }

  of(unit: string): Unit | undefined {
    return this.#units.get(template(unit));
  }

  isDerived(unit: string): boolean {
    return this.of(unit)?.policy.is === 'derived';
  }

  /** The value as it may be kept: tidy text, places as coarse as the form says. */
  kept(unit: string, value: string): string {
    const geo = this.of(unit)?.geo;
    return geo ? (coarsened(value, geo) ?? '') : tidy(value);
  }
}

/** Reads every answer; what the engine forgets, because it is hidden or not on offer, is known from `before`. */
export function readAnswers(root: EngineNode, orders: Orders, known: Known): Answers {
  const found = new Map<string, Answer>();
  for (const leaf of leaves(root, orders)) found.set(leaf.unit, answer(leaf, known));
  return found;
}

function answer({ unit, node }: Leaf, known: Known): Answer {
  const { relevant: shown, instanceValue } = node.currentState;
  const before = known.before(unit) ?? '';
  const value = known.questions.kept(unit, shown ? instanceValue : before);
  const isChoice = node.nodeType === 'select' || node.nodeType === 'rank';
  const slept = shown && isChoice && value === '' && before !== '' && unit !== known.touched;
  return slept ? { value, shown, asleep: before } : { value, shown };
}

export interface Known {
  readonly questions: Questions;
  /** The unit that a person just answered: if it is empty, it was emptied on purpose. */
  readonly touched: string | null;
  before(unit: string): string | null | undefined;
}

/** The answers as a flat map, with every entry's place. */
export function toValues(answers: Answers, orders: Orders): Values {
  const values: Record<string, string> = {};
  for (const [unit, { value, asleep = '' }] of answers) {
    if (value !== '' || asleep !== '') values[unit] = value || asleep;
    if (!unit.endsWith(`]/${RID}`) || value === '') continue;
    const entry = unit.slice(0, -RID.length - 1);
    const order = orders.get(entry);
    if (order !== undefined) values[`${entry}/@order`] = order;
  }
  return values;
}

/** The entries that exist among these answers. */
export function entriesOf(answers: Answers): Set<string> {
  const found = new Set<string>();
  for (const [unit, { value }] of answers) {
    if (value !== '' && unit.endsWith(`]/${RID}`)) found.add(unit.slice(0, -RID.length - 1));
  }
  return found;
}
