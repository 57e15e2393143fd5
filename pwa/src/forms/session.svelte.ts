/* eslint-disable svelte/prefer-svelte-reactivity -- maps are replaced as a whole; what a part reads is the engine’s own state */
/**
 * An open form. Invariants:
 * 1. Answers that become hidden are remembered here, because the engine forgets them.
 * 2. What a person changed is told against the answers right after opening, so that what the engine drops on
 *    loading is never written back.
 * 3. Places are made coarse before they reach the engine, and again before they leave.
 */
import { formEn, type FormWords } from '../words/form-en';
import { Questions, readAnswers, toValues, type Answers, type Known } from './answers';
import { blankEntries, changes, sleeping, type Base, type Comparing } from './changes';
import type { LoadedForm } from './engine';
import type { EngineNode, EngineRoot } from './engine-types';
import { defaults, entryIds, instanceXml } from './instance';
import { activeLanguage, languages, setLanguage } from './languages';
import { pages, type Page } from './pages';
import { Repeats } from './repeats.svelte';
import { give, isOffered, moment, type Given } from './setting';
import { find, nameEntries, repeats, unitOf, type Entry } from './tree';
import type { Changes, Language, OpenOptions, Unit, Units, Values, Violation } from './types';
import { complaint, violations } from './violations';

const NO_LANGUAGE: Language = { code: '', name: '', dir: 'ltr' };

export class FormSession {
  readonly units: Units;
  /** Lists that the form names and this device lacks. */
  readonly missing: readonly string[];
  readonly #options: OpenOptions;
  readonly #form: LoadedForm;
  readonly #questions: Questions;
  readonly #defaults: ReadonlyMap<string, string>;
  readonly #listeners = new Set<() => void>();
  readonly #repeats = new Repeats();
  #root = $state.raw<EngineRoot | null>(null);
  #answers: Answers = new Map();
  #base: Base = { answers: new Map(), orders: new Map(), stored: {} };

  private constructor(form: LoadedForm, options: OpenOptions) {
    this.units = options.units;
    this.missing = form.missing;
    this.#options = options;
    this.#form = form;
    this.#questions = new Questions(options.units);
    this.#defaults = defaults(options.xform);
  }

  /** Opens a form on a record's answers, on a draft of them, or blank. */
  static async open(form: LoadedForm, options: OpenOptions): Promise<FormSession> {
    const session = new FormSession(form, options);
    const { values, draft } = options;
    if (values !== null) {
      await session.#restore(values);
      session.#base = { answers: session.#answers, orders: session.#repeats.orders, stored: values };
    } else if (!draft) session.#begin();
    if (draft) await session.#restore(draft);
    session.setLanguage(options.language);
    return session;
  }

  #begin(): void {
    const root = this.#form.blank();
    // An entry is asked for when there is something to tell, so a new record has none.
    for (const repeat of root.currentState.children ?? []) Repeats.empty(repeat);
    this.#root = root;
    this.#settle(() => undefined);
  }

  async #restore(values: Values): Promise<void> {
    const root = await this.#form.restored(instanceXml(this.#options.xform, values));
    nameEntries(root, entryIds(values));
    this.#repeats.load(values);
    this.#root = root;
    this.#settle((unit) => values[unit]);
  }

  get #open(): EngineRoot {
    if (this.#root === null) throw new Error('The form is closed');
    return this.#root;
  }

  /** Takes note of every answer; those that the engine forgets are known by `before`. */
  #settle(before: Known['before'], touched: string | null = null): void {
    this.#repeats.place(repeats(this.#open));
    this.#answers = readAnswers(this.#open, this.#repeats.orders, { questions: this.#questions, before, touched });
  }

  #resettle(touched: string | null = null): void {
    const previous = this.#answers;
    const before = (unit: string) => previous.get(unit)?.value || previous.get(unit)?.asleep;
    this.#settle(before, touched);
  }

  #changed(touched: string | null = null): void {
    this.#resettle(touched);
    if (this.#wake()) this.#resettle();
    for (const listener of this.#listeners) listener();
  }

  /** Chooses again what is on offer again; the engine does so itself, but not across a draft. */
  #wake(): boolean {
    const slept = [...this.#answers].filter(([, { asleep }]) => asleep !== undefined);
    const woken = slept.filter(([unit, { asleep }]) => isOffered(this.nodeAt(unit), asleep!));
    for (const [unit, { asleep }] of woken) this.#give(this.nodeAt(unit)!, asleep!, unit);
    return woken.length > 0;
  }

  #give(node: EngineNode, value: Given, unit: string): void {
    give(node, value, unit, { questions: this.#questions, units: this.units });
  }

  get pages(): readonly Page[] {
    return this.#root === null ? [] : pages(this.#root);
  }

  get languages(): readonly Language[] {
    return this.#root === null ? [] : languages(this.#root, this.units);
  }

  get language(): Language {
    return this.#root === null ? NO_LANGUAGE : activeLanguage(this.#root, this.units);
  }

  setLanguage(code: string): void {
    setLanguage(this.#open, this.units, code);
  }

  /** Every answer, hidden ones too: what a draft keeps. */
  values(): Values {
    return toValues(this.#answers, this.#repeats.orders);
  }

  /** What finishing now would change. */
  changes(): Changes {
    return changes(this.#comparing());
  }

  #comparing(): Comparing {
    return {
      base: this.#base,
      now: { answers: this.#answers, orders: this.#repeats.orders },
      questions: this.#questions,
      defaults: this.#defaults,
      stale: new Set(this.#options.stale ?? []),
      ended: moment(new Date()),
    };
  }

  /** What keeps the form from being finished, each with its page. */
  violations(words: FormWords = formEn): Violation[] {
    const comparing = this.#comparing();
    return violations({
      root: this.#open,
      orders: this.#repeats.orders,
      pages: this.pages,
      blank: blankEntries(comparing),
      sleeping: sleeping(comparing),
      words,
    });
  }

  /** What is wrong with one answer. */
  complaint(node: EngineNode, words: FormWords = formEn): string | null {
    return complaint({ node }, words);
  }

  /** A stored answer that is not on offer on this phone; null when there is none, or when it was replaced. */
  unoffered(node: EngineNode): string | null {
    const unit = unitOf(node);
    const slept = this.#base.answers.get(unit)?.asleep;
    return slept !== undefined && node.currentState.instanceValue === '' && !this.#replaced(unit) ? slept : null;
  }

  #replaced(unit: string): boolean {
    return this.#answers.get(unit)?.asleep !== this.#base.answers.get(unit)?.asleep;
  }

  /** Calls back after each change; answers a function that stops it. */
  onchange(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => void this.#listeners.delete(callback);
  }

  /** What the published form says of the question at a node. */
  unit(node: EngineNode): Unit | undefined {
    return this.#questions.of(unitOf(node));
  }

  /** The node of a unit; null when the form has none. */
  nodeAt(unit: string): EngineNode | null {
    return find(this.#open, unit);
  }

  answer(node: EngineNode, value: Given): void {
    // What is still being typed when a form is closed comes too late.
    if (this.#root === null) return;
    const unit = unitOf(node);
    this.#give(node, value, unit);
    this.#changed(unit);
  }

  entries(repeat: EngineNode): Entry[] {
    return this.#repeats.entries(repeat);
  }

  /** Adds an entry at the end and answers its unit. */
  add(repeat: EngineNode): string {
    const unit = this.#repeats.add(repeat);
    this.#changed();
    return unit;
  }

  remove(repeat: EngineNode, entry: string): void {
    this.#repeats.remove(repeat, entry, this.values());
    this.#changed();
  }

  /** The entry that `undo` would bring back; null when there is none. */
  get removed(): string | null {
    return this.#repeats.removed;
  }

  /** Brings the entry that was removed last back as it was. */
  async undo(): Promise<void> {
    const { code } = this.language;
    await this.#restore(this.#repeats.withRemoved(this.values()));
    this.setLanguage(code);
    this.#changed();
  }

  /** Moves an entry up (−1) or down (1). */
  move(repeat: EngineNode, entry: string, by: -1 | 1): void {
    this.#repeats.move(repeat, entry, by);
    this.#changed();
  }

  /** Lets go of the engine's memory; the session cannot be used afterwards. */
  close(): void {
    this.#root = null;
    this.#listeners.clear();
  }
}
