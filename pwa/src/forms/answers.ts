/** All answers of an open form by unit, those that are hidden just now too. */
import type { EngineNode } from './engine-types';
import { coarsened } from './geo';
import { template } from './paths';
import { tidy } from './text';
import { leaves, RID, type Orders } from './tree';
import type { Unit, Units, Values } from './types';

export interface Answer {
  /** The lexical value; empty when unanswered. Of a hidden question: what it last held. */
  readonly value: string;
  readonly shown: boolean;
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

/** Reads every answer; a hidden one keeps what `before` knows of it, because the engine forgets it. */
export function readAnswers(root: EngineNode, orders: Orders, known: Known): Answers {
  const found = new Map<string, Answer>();
  for (const { unit, node } of leaves(root, orders)) {
    const shown = node.currentState.relevant;
    const value = shown ? node.currentState.instanceValue : (known.before(unit) ?? '');
    found.set(unit, { value: known.questions.kept(unit, value), shown });
  }
  return found;
}

export interface Known {
  readonly questions: Questions;
  before(unit: string): string | null | undefined;
}

/** The answers as a flat map, with every entry's place. */
export function toValues(answers: Answers, orders: Orders): Values {
  const values: Record<string, string> = {};
  for (const [unit, { value }] of answers) {
    if (value !== '') values[unit] = value;
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
