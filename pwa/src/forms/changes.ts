/** What a person changed: the difference between the answers now and those right after the form was opened. */
import { entriesOf, type Answer, type Answers, type Questions } from './answers';
import { entriesAround, feeds, idOf, template } from './paths';
import { RID, type Orders } from './tree';
import type { Changes, Values } from './types';

export interface Filled {
  readonly answers: Answers;
  readonly orders: Orders;
}

/** What the form was opened on; `stored` is the record itself, of which the engine may have dropped some. */
export interface Base extends Filled {
  readonly stored: Values;
}

export interface Comparing {
  readonly base: Base;
  readonly now: Filled;
  readonly questions: Questions;
  readonly defaults: ReadonlyMap<string, string>;
  readonly stale: ReadonlySet<string>;
  /** The time of finishing, for questions of type `end`. */
  readonly ended: string;
}

type Set_ = Record<string, string | null>;

/** Units to set, and for merged sets the value the person started from. Empty when nobody changed anything. */
export function changes(comparing: Comparing): Changes {
  const { base, questions } = comparing;
  const blank = blankEntries(comparing);
  const set: Set_ = { ...personal(comparing, blank), ...entryUnits(comparing, blank) };
  addDerived(comparing, blank, set);
  const merged = Object.keys(set).filter((unit) => questions.of(unit)?.policy.is === 'set');
  const was = Object.fromEntries(merged.map((unit) => [unit, started(unit, base)]));
  for (const unit of merged) set[unit] = withUnoffered(set[unit] ?? null, unit, comparing);
  return { set, was };
}

/** What a set of choices started from: as it was stored, where the engine dropped a part of it. */
function started(unit: string, base: Base): string | null {
  const loaded = base.answers.get(unit)?.value || null;
  return unoffered(unit, base).length > 0 ? (base.stored[unit] ?? null) : loaded;
}

/** Stored choices that this phone did not offer, because its form or its list is another one. */
function unoffered(unit: string, base: Base): string[] {
  const loaded = new Set(base.answers.get(unit)?.value.split(' '));
  return (base.stored[unit] ?? '').split(' ').filter((code) => code !== '' && !loaded.has(code));
}

/** Nobody takes a choice away that they could not see. */
function withUnoffered(value: string | null, unit: string, { base, now }: Comparing): string | null {
  const lost = unoffered(unit, base);
  if (lost.length === 0 || !now.answers.get(unit)?.shown) return value;
  return [...(value ?? '').split(' ').filter((code) => code !== ''), ...lost].join(' ');
}

/** Stored answers that were not on offer when the form was opened, and that nobody replaced since. */
export function sleeping({ base, now }: Pick<Comparing, 'base' | 'now'>): Set<string> {
  const slept = [...base.answers].filter(([, { asleep }]) => asleep !== undefined);
  return new Set(slept.filter(([unit, { asleep }]) => now.answers.get(unit)?.asleep === asleep).map(([unit]) => unit));
}

/** New entries in which nobody answered anything: they are not sent, and they are not asked to be complete. */
export function blankEntries({ base, now, questions, defaults }: Comparing): Set<string> {
  const blank = entriesOf(now.answers);
  for (const entry of entriesOf(base.answers)) blank.delete(entry);
  for (const [unit, answer] of now.answers) {
    if (isAnswered(unit, answer, questions, defaults)) entriesAround(unit).forEach((entry) => blank.delete(entry));
  }
  return blank;
}

function isAnswered(
  unit: string,
  { value, shown }: Answer,
  questions: Questions,
  defaults: ReadonlyMap<string, string>,
): boolean {
  if (!shown || value === '' || unit.endsWith(`/${RID}`) || questions.isDerived(unit)) return false;
  return defaults.get(template(unit)) !== value;
}

function isIn(unit: string, entries: ReadonlySet<string>): boolean {
  return entries.size > 0 && entriesAround(unit).some((entry) => entries.has(entry));
}

function valueOf({ value, shown }: Answer): string | null {
  return shown && value !== '' ? value : null;
}

/** Answers that differ; one that became hidden is cleared, one that was hidden already is left alone. */
function personal({ base, now, questions }: Comparing, blank: ReadonlySet<string>): Set_ {
  const set: Set_ = {};
  for (const [unit, answer] of now.answers) {
    if (unit.endsWith(`]/${RID}`) || questions.isDerived(unit) || isIn(unit, blank)) continue;
    const before = base.answers.get(unit);
    if (!answer.shown && !before?.shown) continue;
    // A link whose row went stays as it was stored: it is shown as no longer there.
    if (answer.asleep !== undefined && questions.of(unit)?.link) continue;
    const value = valueOf(answer);
    if (value !== (before?.value || null)) set[unit] = value;
  }
  return set;
}

/** Entries that came, moved or went. */
function entryUnits({ base, now }: Comparing, blank: ReadonlySet<string>): Set_ {
  const set: Set_ = {};
  const [before, after] = [entriesOf(base.answers), entriesOf(now.answers)];
  for (const entry of after) {
    if (isIn(entry, blank)) continue;
    if (!before.has(entry)) set[`${entry}/${RID}`] = idOf(entry);
    const order = now.orders.get(entry);
    if (order !== undefined && order !== base.orders.get(entry)) set[`${entry}/@order`] = order;
  }
  for (const entry of before) {
    const around = entriesAround(entry).slice(0, -1);
    if (!after.has(entry) && around.every((outer) => after.has(outer))) set[`${entry}/@deleted`] = 'true';
  }
  return set;
}

/** Calculated answers go with what they are calculated from, until no further one is touched. */
function addDerived(comparing: Comparing, blank: ReadonlySet<string>, set: Set_): void {
  const touched = Object.keys(set).length > 0;
  const open = [...comparing.now.answers].filter(
    ([unit]) => comparing.questions.isDerived(unit) && !isIn(unit, blank) && !unit.endsWith(`]/${RID}`),
  );
  for (let size = -1; size !== Object.keys(set).length;) {
    size = Object.keys(set).length;
    for (const [unit, answer] of open) addOneDerived({ ...comparing, set, touched }, unit, answer);
  }
}

type Adding = Comparing & { readonly set: Set_; readonly touched: boolean };

function addOneDerived({ base, questions, set, stale, touched, ended }: Adding, unit: string, answer: Answer): void {
  const question = questions.of(unit);
  if (unit in set || question === undefined) return;
  const stored = base.stored[unit] ?? null;
  const value = touched && question.type === 'end' ? ended : valueOf(answer);
  const fed = Object.keys(set).some((other) => feeds(other, unit, question.inputs));
  const hidden = !answer.shown && !base.answers.get(unit)?.shown;
  const differs = touched && value !== stored && !hidden;
  if ((differs || fed || stale.has(unit)) && (value !== null || stored !== null)) set[unit] = value;
}
